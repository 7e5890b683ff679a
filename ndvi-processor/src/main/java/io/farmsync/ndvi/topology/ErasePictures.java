package io.farmsync.ndvi.topology;

import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which pictures each farm has, and which farms were purged: their pictures get
 * tombstones, also those that a running job makes afterwards. Dispatch reads the same events and
 * refuses what cannot be read.
 */
final class ErasePictures extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
  private static final byte[] KNOWN = {1};

  /** Between a farm and the rest of a picture's key; no farm id has it. */
  private static final char AFTER_FARM = '|';

  private KeyValueStore<String, byte[]> pictures;

  @NullUnmarked // the store comes with init
  ErasePictures() {}

  /** What is passed on of a picture: that it is there, or is not. */
  static byte[] mark(byte[] picture) {
    return picture.length == 0 ? picture : KNOWN;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    super.init(context);
    pictures = context.getStateStore(NdviTopology.PICTURES);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (Topics.NDVI_RASTERS.name().equals(Mark.topicOf(record.headers()))) {
      picture(key, record);
    } else if (FarmEvent.Type.PURGED.wireName().equals(typeOf(record.headers()))) {
      purge(key, record);
    }
  }

  private void picture(String key, Record<byte[], byte[]> record) {
    int end = key.indexOf(AFTER_FARM);
    if (record.value().length == 0) {
      pictures.delete(key);
    } else if (end > 0 && pictures.get(key.substring(0, end)) != null) {
      erase(key, record);
    } else if (end > 0) {
      pictures.put(key, KNOWN);
    }
  }

  private void purge(String farm, Record<byte[], byte[]> record) {
    var keys = new ArrayList<String>();
    try (var all = pictures.range(farm + AFTER_FARM, farm + (char) (AFTER_FARM + 1))) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    keys.forEach(key -> {
      erase(key, record);
      pictures.delete(key);
    });
    pictures.put(farm, KNOWN);
  }

  private void erase(String key, Record<byte[], byte[]> record) {
    Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
    var headers =
        new EventHeaders(
            "erased/" + key + '/' + now.toEpochMilli(),
            DispatchJobs.SOURCE,
            "ndvi.raster-erased.v1",
            now,
            Cause.of(record.headers()));
    context()
        .forward(
            new Record<byte[], byte[]>(
                key.getBytes(StandardCharsets.UTF_8),
                null,
                now.toEpochMilli(),
                headers.of(Topics.NDVI_RASTERS)));
  }

  private static @Nullable String typeOf(Headers headers) {
    return EventHeaders.value(headers, EventHeaders.TYPE);
  }
}
