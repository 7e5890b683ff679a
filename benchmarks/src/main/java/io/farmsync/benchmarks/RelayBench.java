package io.farmsync.benchmarks;

import io.farmsync.embedded.EmbeddedKafka;
import io.farmsync.embedded.EmbeddedPostgres;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.sync.relay.Relay;
import io.farmsync.sync.relay.RelayConfiguration;
import io.farmsync.sync.relay.RelayStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.flywaydb.core.Flyway;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.FileSystemUtils;

/** Broker, database and relay in this process; all events are versions of one farm. */
final class RelayBench implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final UUID FARM = UUID.fromString("00000000-0000-4000-8000-000000000001");

  private final Path folder;
  private final EmbeddedKafka kafka;
  private final EmbeddedPostgres postgres;
  private final EmbeddedPostgres.Database database;
  private long appended;

  private RelayBench(Path folder, EmbeddedKafka kafka, EmbeddedPostgres postgres) {
    this.folder = folder;
    this.kafka = kafka;
    this.postgres = postgres;
    this.database = postgres.createDatabase("farm_sync");
    Flyway.configure()
        .dataSource(database.url(), database.username(), database.password())
        .load()
        .migrate();
    new TopicProvisioner(settings()).provision();
  }

  static RelayBench in(Path temporary) throws IOException {
    Path folder = Files.createTempDirectory(temporary, "relay-bench-");
    return new RelayBench(
        folder,
        EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder.resolve("kafka"))),
        EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(folder.resolve("postgres"))));
  }

  private KafkaSettings settings() {
    return new KafkaSettings(kafka.bootstrapServers(), (short) 1, "state", Map.of());
  }

  Connection connect() throws SQLException {
    return database.connect();
  }

  /** Follows the log when this returns. */
  AutoCloseable relay() {
    var context = new AnnotationConfigApplicationContext();
    Map<String, Object> properties =
        Map.of(
            "farm.kafka.bootstrap-servers", kafka.bootstrapServers(),
            "farm.kafka.replication", "1",
            "farm-sync.database.url", database.url(),
            "farm-sync.database.username", database.username(),
            "farm-sync.database.password", database.password());
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("benchmark", properties));
    context.register(Service.class);
    context.refresh();
    var relay = context.getBean(Relay.class);
    while (!(relay.status() instanceof RelayStatus.Active)) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    return context;
  }

  /** How many events there are; the last one's version. */
  long appended() {
    return appended;
  }

  void appendOne(Connection connection) throws SQLException {
    appendMany(connection, 1, 1);
  }

  void appendMany(Connection connection, int events, int perTransaction) throws SQLException {
    connection.setAutoCommit(false);
    try (var insert =
        connection.prepareStatement(
            """
            insert into farm_event (event_id, external_farm_id, version, tenant, event_type,
              occurred_at, payload, headers)
            values (gen_random_uuid(), ?, ?, 'benchmark', 'farm.renamed.v1', now(), ?, '{}')
            """)) {
      for (int event = 1; event <= events; event++) {
        appended++;
        insert.setObject(1, FARM);
        insert.setLong(2, appended);
        insert.setString(
            3, "{\"farm\":{\"note\":\"%s\",\"version\":%d}}".formatted("x".repeat(600), appended));
        insert.execute();
        if (event % perTransaction == 0 || event == events) {
          connection.commit();
        }
      }
    }
  }

  /** Starts to read the topic from its beginning. */
  Arrivals arrivals() {
    return new Arrivals(settings());
  }

  /** When a consumer got each version. */
  static final class Arrivals implements AutoCloseable {
    private final Map<Long, Long> arrivedAt = new ConcurrentHashMap<>();
    private final Thread reader;
    private volatile boolean stopped;

    private Arrivals(KafkaSettings settings) {
      reader = Thread.ofPlatform().name("arrivals").daemon().start(() -> read(settings));
    }

    private void read(KafkaSettings settings) {
      List<TopicPartition> partitions =
          IntStream.range(0, Topics.FARM_EVENTS.partitions())
              .mapToObj(each -> new TopicPartition(Topics.FARM_EVENTS.name(), each))
              .toList();
      try (var consumer =
          new KafkaConsumer<>(
              settings.consumer("arrivals"),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer())) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (!stopped) {
          for (var record : consumer.poll(Duration.ofMillis(100))) {
            var version = EventHeaders.value(record.headers(), EventHeaders.FARM_VERSION);
            arrivedAt.put(Long.valueOf(String.valueOf(version)), System.nanoTime());
          }
        }
      }
    }

    /** Returns when every version up to this one has arrived. */
    void await(long version) {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (arrivedAt.size() < version) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "%d of %d events arrived".formatted(arrivedAt.size(), version));
        }
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
    }

    /** The moment on {@link System#nanoTime} of the version after this one. */
    long at(long version) {
      return arrivedAt.getOrDefault(version + 1, 0L);
    }

    @Override
    public void close() {
      stopped = true;
      try {
        reader.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    kafka.close();
    postgres.close();
    FileSystemUtils.deleteRecursively(folder);
  }

  @Configuration(proxyBeanMethods = false)
  @Import(RelayConfiguration.class)
  @EnableConfigurationProperties(KafkaSettings.class)
  static class Service {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }
  }
}
