package io.farmsync.sync.relay.debezium;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine where to start and remembers, in memory only, how far it has come: the engine
 * reads that back to tell PostgreSQL. The position that outlives it is committed to Kafka together
 * with the events. The engine makes it by its class name, so it is public and takes its start from
 * the engine's configuration.
 */
public final class EngineOffsetStore implements OffsetBackingStore {
  static final String START = "offset.storage.farm.relay.start";

  private final Map<ByteBuffer, ByteBuffer> known = new ConcurrentHashMap<>();
  private @Nullable ByteBuffer start;

  @Override
  public void configure(WorkerConfig config) {
    start = StandardCharsets.UTF_8.encode(String.valueOf(config.originalsStrings().get(START)));
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}

  /** The engine has one source partition, so whichever key it asks for first starts there. */
  @Override
  public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
    var answer = new HashMap<ByteBuffer, ByteBuffer>();
    for (ByteBuffer key : keys) {
      ByteBuffer value = known.getOrDefault(key, start);
      if (value != null) {
        answer.put(key, value.duplicate());
      }
    }
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, Callback<Void> callback) {
    known.putAll(values);
    callback.onCompletion(null, null);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Set<Map<String, Object>> connectorPartitions(String connectorName) {
    return Set.of();
  }
}
