package io.farmsync.sync.relay;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.farmsync.embedded.EmbeddedKafka;
import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.embedded.EmbeddedPostgres;
import io.farmsync.embedded.EmbeddedPostgres.Database;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.core.ThrowingRunnable;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;

/** A broker of its own, so that tests may stop it, and a database of its own. */
final class RelayWorld implements AutoCloseable {
  private final Path folder;
  private final EmbeddedPostgres postgres;
  private final int brokerPort;
  private EmbeddedKafka.Settings kafkaSettings;
  private @Nullable EmbeddedKafka kafka;
  private Database database;

  RelayWorld(Path folder, EmbeddedPostgres postgres) {
    this.folder = folder;
    this.postgres = postgres;
    var first = EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder.resolve("kafka")));
    kafka = first;
    brokerPort = first.port();
    kafkaSettings = new EmbeddedKafka.Settings(folder.resolve("kafka"), brokerPort, 0);
    provision();
    database = emptyDatabase();
  }

  /** Only what the relay writes to: a whole catalogue of topics takes seconds to make. */
  private void provision() {
    administer(admin -> {
      admin
          .createTopics(
              Stream.of(Topics.FARM_EVENTS, Topics.FARMS, Topics.CREDENTIALS)
                  .map(RelayWorld::asNew)
                  .toList())
          .all()
          .get();
    });
  }

  /** The topic of the events is empty, everything else is as it was. */
  void remakeFarmEvents() {
    administer(admin -> admin.deleteTopics(List.of(Topics.FARM_EVENTS.name())).all().get());
    eventually(() ->
        administer(admin -> admin.createTopics(List.of(asNew(Topics.FARM_EVENTS))).all().get()));
  }

  private static NewTopic asNew(Topic<?> topic) {
    return new NewTopic(topic.name(), topic.partitions(), (short) 1);
  }

  private interface Administration {
    void with(Admin admin) throws ExecutionException, InterruptedException;
  }

  private void administer(Administration work) {
    try (Admin admin = Admin.create(settings().client("test"))) {
      work.with(admin);
    } catch (ExecutionException failure) {
      throw new AssertionError("the broker refused", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  Database emptyDatabase() {
    String name = EmbeddedPlatform.shared().uniqueName("relay").replace('-', '_');
    Database created = postgres.createDatabase(name);
    Flyway.configure()
        .dataSource(created.url(), created.username(), created.password())
        .load()
        .migrate();
    return created;
  }

  void use(Database other) {
    database = other;
  }

  Database database() {
    return database;
  }

  String bootstrapServers() {
    return "localhost:" + brokerPort;
  }

  void stopBroker() {
    var running = kafka;
    if (running != null) {
      running.close();
      kafka = null;
    }
  }

  void startBroker() {
    kafka = EmbeddedKafka.start(kafkaSettings);
  }

  /** A broker at the same address that knows nothing. */
  void loseKafka() {
    stopBroker();
    kafkaSettings = new EmbeddedKafka.Settings(folder.resolve("empty-kafka"), brokerPort, 0);
    startBroker();
    provision();
  }

  KafkaSettings settings() {
    return new KafkaSettings(bootstrapServers(), (short) 1, "target/state", Map.of());
  }

  /** A relay as the service runs it, until it is closed. */
  RunningRelay startRelay() {
    return new RunningRelay(relayProperties());
  }

  Map<String, Object> relayProperties() {
    return Map.of(
        "farm.kafka.bootstrap-servers", bootstrapServers(),
        "farm.kafka.replication", "1",
        "farm-sync.database.url", database.url(),
        "farm-sync.database.username", database.username(),
        "farm-sync.database.password", database.password(),
        // Slots are named per cluster, not per database.
        "farm-sync.relay.slot", slot(),
        "farm-sync.relay.measure-interval", "200ms",
        "farm-sync.relay.longest-pause", "1s");
  }

  String slot() {
    return database.url().substring(database.url().lastIndexOf('/') + 1);
  }

  void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  void append(UUID farm, long version) throws SQLException {
    try (var connection = database.connect()) {
      append(connection, farm, version);
    }
  }

  /** Many versions in one transaction. */
  void append(UUID farm, long first, long last) throws SQLException {
    try (var connection = database.connect()) {
      connection.setAutoCommit(false);
      for (long version = first; version <= last; version++) {
        append(connection, farm, version);
      }
      connection.commit();
    }
  }

  static void append(Connection connection, UUID farm, long version) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into farm_event (event_id, external_farm_id, version, tenant, event_type,
              occurred_at, payload, headers)
            values (gen_random_uuid(), ?, ?, 'green', 'farm.renamed.v1', now(), ?, '{}')
            """)) {
      insert.setObject(1, farm);
      insert.setLong(2, version);
      insert.setString(3, payload(farm, version));
      insert.execute();
    }
  }

  /**
   * Adds to the history of a credential.
   *
   * @param payload an SQL expression
   */
  void appendCredential(String subject, String payload) throws SQLException {
    execute(
        """
        insert into credential_event (event_id, subject, event_type, occurred_at, payload)
        values (gen_random_uuid(), '%s', 'credential.changed.v1', now(), %s)
        """
            .formatted(subject, payload));
  }

  void dropSlot() throws SQLException {
    execute(
        """
        select pg_drop_replication_slot(slot_name)
        from pg_replication_slots where slot_name = '%s'
        """
            .formatted(slot()));
  }

  static String payload(UUID farm, long version) {
    return "{\"version\":%2$d,\"farm\":{\"external_farm_id\":\"%1$s\",\"area_ha\":1.50,\"version\":%2$d}}"
        .formatted(farm, version);
  }

  /** Every committed record of the topic, partition by partition in order. */
  List<ConsumerRecord<String, byte[]>> read(String topic) {
    var records = new ArrayList<ConsumerRecord<String, byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(
            settings().consumer("test"), new StringDeserializer(), new ByteArrayDeserializer())) {
      var partitions = partitions(topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  List<ConsumerRecord<String, byte[]>> read(String topic, String key) {
    return read(topic).stream().filter(record -> record.key().equals(key)).toList();
  }

  List<Long> published(UUID farm) {
    return published().getOrDefault(farm, List.of());
  }

  /** End of the committed part of {@code farm-events}, counting transaction markers too. */
  long publishedCount() {
    try (var consumer =
        new KafkaConsumer<>(
            settings().consumer("test"), new StringDeserializer(), new ByteArrayDeserializer())) {
      return consumer.endOffsets(partitions(Topics.FARM_EVENTS.name())).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  /** The version that {@code farms} ends with, for each farm. */
  Map<UUID, Long> latestStates() {
    var versions = new HashMap<UUID, Long>();
    for (var record : read(Topics.FARMS.name())) {
      versions.put(
          UUID.fromString(record.key()), Long.valueOf(header(record, EventHeaders.FARM_VERSION)));
    }
    return versions;
  }

  private static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, Topics.PARTITIONS)
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }

  /** The versions of each farm as {@code farm-events} has them, in its order. */
  Map<UUID, List<Long>> published() {
    var versions = new HashMap<UUID, List<Long>>();
    for (var record : read(Topics.FARM_EVENTS.name())) {
      versions
          .computeIfAbsent(UUID.fromString(record.key()), farm -> new ArrayList<>())
          .add(Long.valueOf(header(record, EventHeaders.FARM_VERSION)));
    }
    return versions;
  }

  /** The versions of each farm as the event store has them. */
  Map<UUID, List<Long>> stored() throws SQLException {
    var versions = new HashMap<UUID, List<Long>>();
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select external_farm_id, version from farm_event order by position")) {
      while (rows.next()) {
        versions
            .computeIfAbsent(rows.getObject(1, UUID.class), farm -> new ArrayList<>())
            .add(rows.getLong(2));
      }
    }
    return versions;
  }

  static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }

  static String header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    stopBroker();
  }

  /** The relay's beans in a context of their own. */
  static final class RunningRelay implements AutoCloseable {
    private final AnnotationConfigApplicationContext context;

    RunningRelay(Map<String, Object> properties) {
      context = new AnnotationConfigApplicationContext();
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("test", properties));
      context.register(Service.class);
      context.refresh();
    }

    /** Follows the log. */
    RunningRelay untilActive() {
      await().atMost(Duration.ofSeconds(30)).until(() -> status() instanceof RelayStatus.Active);
      return this;
    }

    RelayStatus status() {
      return context.getBean(Relay.class).status();
    }

    Health health() {
      return requireNonNull(bean(HealthIndicator.class).health());
    }

    <T> T bean(Class<T> type) {
      return context.getBean(type);
    }

    void stop() {
      context.close();
    }

    @Override
    public void close() {
      stop();
    }
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
