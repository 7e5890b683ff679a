package io.farmsync.benchmarks;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.sync.relay.debezium.RowReader;
import io.farmsync.sync.relay.kafka.EventRecords;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The relay as it is usually built, for comparison: Debezium with its own file of offsets, flushed
 * every second, and a producer without transactions. It loses nothing and repeats what it had sent
 * since the last flush, each time it is killed. Publishes the same records to the same topics.
 */
final class AtLeastOnceRelay {
  private static final Duration BEFORE_NEXT_ATTEMPT = Duration.ofMillis(500);

  private final KafkaProducer<byte[], byte @Nullable []> producer;

  private AtLeastOnceRelay(KafkaProducer<byte[], byte @Nullable []> producer) {
    this.producer = producer;
  }

  /** Relays until killed, configured by farm-sync's environment variables. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> environment = System.getenv();
    Path folder = Path.of(environment.getOrDefault("KAFKA_STATE_FOLDER", "state"));
    Files.createDirectories(folder);
    Properties settings = settings(environment, folder);
    while (true) {
      try (var producer = producer(environment)) {
        new AtLeastOnceRelay(producer).runUntilFailure(settings);
      } catch (IOException | RuntimeException failure) {
        System.out.println("Starting again after " + failure);
      }
      LockSupport.parkNanos(BEFORE_NEXT_ATTEMPT.toNanos());
    }
  }

  private static KafkaProducer<byte[], byte @Nullable []> producer(
      Map<String, String> environment) {
    var settings =
        new KafkaSettings(
            environment.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", ""), (short) 1, "", Map.of());
    Map<String, Object> config = settings.producer("at-least-once-relay");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void runUntilFailure(Properties settings) throws IOException {
    ChangeConsumer<RecordChangeEvent<SourceRecord>> consumer = this::take;
    try (var engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(settings)
            .notifying(consumer)
            .build()) {
      engine.run();
    }
  }

  private void take(
      List<RecordChangeEvent<SourceRecord>> batch,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    var acknowledgements = new ArrayList<Future<?>>();
    for (var change : batch) {
      if (change.record().value() instanceof Struct value
          && value.schema().field("after") != null) {
        EventRecords.of(RowReader.event(value))
            .forEach(record -> acknowledgements.add(producer.send(record)));
      }
    }
    producer.flush();
    for (Future<?> each : acknowledgements) {
      try {
        each.get();
      } catch (ExecutionException refused) {
        throw new KafkaException("a record was not acknowledged", refused);
      }
    }
    for (var change : batch) {
      committer.markProcessed(change);
    }
    committer.markBatchFinished();
  }

  private static Properties settings(Map<String, String> environment, Path folder) {
    URI database =
        URI.create(
            environment.getOrDefault("FARM_SYNC_DATABASE_URL", "").substring("jdbc:".length()));
    var properties = new Properties();
    properties.putAll(
        Map.of(
            "name", "at-least-once",
            "topic.prefix", "at-least-once",
            "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
            "database.hostname", database.getHost(),
            "database.port", Integer.toString(database.getPort()),
            "database.dbname", database.getPath().substring(1),
            "database.user", environment.getOrDefault("FARM_SYNC_DATABASE_USER", ""),
            "database.password", environment.getOrDefault("FARM_SYNC_DATABASE_PASSWORD", "")));
    properties.putAll(
        Map.of(
            "plugin.name", "pgoutput",
            "slot.name", "at_least_once",
            "publication.name", "farm_relay",
            "publication.autocreate.mode", "disabled",
            "snapshot.mode", "initial",
            "table.include.list", "public.farm_event,public.credential_event",
            "poll.interval.ms", "5",
            "max.batch.size", "2048",
            "max.queue.size", "8192"));
    properties.putAll(
        Map.of(
            "offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore",
            "offset.storage.file.filename", folder.resolve("offsets.dat").toString(),
            "offset.flush.interval.ms", "1000"));
    return properties;
  }
}
