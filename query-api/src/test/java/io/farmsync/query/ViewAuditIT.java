package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.farmsync.embedded.EmbeddedKafka;
import io.farmsync.platform.audit.AuditFindings;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.query.kafka.ViewReset;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** What the audit of the view says; on a broker of its own, as other tests write without farms. */
class ViewAuditIT {

  private static final String CHANGELOG = "query-api-farms-v1-changelog";

  private static final int FARMS = 300;

  @TempDir Path folder;

  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(AuditFindings.class);

  @Test
  void aViewThatWasTamperedWithIsNamedAndOneThatIsRebuiltUnderLoadIsNot() {
    try (var kafka = EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder.resolve("kafka")));
        var producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
      var settings =
          new KafkaSettings(
              kafka.bootstrapServers(), (short) 1, folder.resolve("state").toString(), Map.of());
      new TopicProvisioner(settings).provision();
      var farms = new ArrayList<UUID>();
      for (int each = 0; each < FARMS; each++) {
        farms.add(UUID.randomUUID());
        tell(producer, farms.getLast(), 1);
        tell(producer, farms.getLast(), 2);
      }
      for (int each = 0; each < 20; each++) {
        purge(producer, UUID.randomUUID());
      }
      try (var service = service(kafka)) {
        for (long version = 3; version < 60; version++) {
          for (UUID farm : farms.subList(0, 20)) {
            tell(producer, farm, version);
          }
        }
        untilSwept(service);
        untilSwept(service);
        assertThat(disagreeing(service)).as("in flight").isZero();
      }
      new ViewReset(settings).run();
      try (var service = service(kafka)) {
        untilSwept(service);
        assertThat(disagreeing(service)).as("rebuilt").isZero();
      }
      assertThat(said()).as("in flight, and rebuilt").isEmpty();
      // what a store is restored from says something else
      UUID missing = farms.get(100);
      UUID older = farms.get(101);
      UUID differing = farms.get(102);
      UUID foreign = UUID.randomUUID();
      send(producer, CHANGELOG, missing, null);
      send(producer, CHANGELOG, older, stored(state(older, 1)));
      send(producer, CHANGELOG, differing, stored(Examples.withoutCentroid(state(differing, 2))));
      send(producer, CHANGELOG, foreign, stored(state(foreign, 1)));
      producer.flush();
      deleteState();
      try (var service = service(kafka)) {
        await()
            .atMost(World.SOON)
            .untilAsserted(() ->
                assertThat(said())
                    .anyMatch(naming("view_missing", missing))
                    .anyMatch(naming("view_older", older))
                    .anyMatch(naming("view_differs", differing))
                    .anyMatch(naming("view_foreign", foreign)));
        // the next event mends one of them
        tell(producer, older, 3);
        await()
            .atMost(World.SOON)
            .untilAsserted(() -> assertThat(disagreeing(service)).isEqualTo(3));
      }
    } finally {
      logger.detachAppender(said);
    }
  }

  private void deleteState() {
    assertThat(
            org.springframework.util.FileSystemUtils.deleteRecursively(
                folder.resolve("state").toFile()))
        .isTrue();
  }

  private static FarmState state(UUID farm, long version) {
    return Examples.farm(farm, "tenant-one", version);
  }

  private static byte[] stored(FarmState state) {
    return io.farmsync.query.topology.Views.FARMS.write(
        new io.farmsync.query.farm.KnownFarm(state, 1));
  }

  /** As the relay does, to both topics. */
  private static void tell(KafkaProducer<String, byte[]> producer, UUID farm, long version) {
    var event = Examples.event(FarmEvent.Type.RENAMED, state(farm, version));
    send(producer, Topics.FARM_EVENTS.name(), farm, bytes(Topics.FARM_EVENTS, event));
    send(producer, Topics.FARMS.name(), farm, bytes(Topics.FARMS, event.farm()));
  }

  /**
   * Registered, known to the topic of farms, and purged: the topic forgets it, the view does not.
   */
  private static void purge(KafkaProducer<String, byte[]> producer, UUID farm) {
    tell(producer, farm, 1);
    var event =
        Examples.event(FarmEvent.Type.PURGED, state(farm, 1).purged("client", Examples.NOON));
    send(producer, Topics.FARM_EVENTS.name(), farm, bytes(Topics.FARM_EVENTS, event));
    send(producer, Topics.FARMS.name(), farm, null);
  }

  private static <V> byte @Nullable [] bytes(Topic<V> topic, V value) {
    return JsonSerde.of(topic).write(value);
  }

  private static void send(
      KafkaProducer<String, byte[]> producer, String topic, UUID farm, byte @Nullable [] value) {
    var _ = producer.send(new ProducerRecord<>(topic, farm.toString(), value));
  }

  private List<String> said() {
    return List.copyOf(said.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains("partition"))
        .toList();
  }

  private static Predicate<String> naming(String kind, UUID farm) {
    return line -> line.contains(kind + ": farm " + farm + ",");
  }

  /** One more sweep has ended, over all farms. */
  private static void untilSwept(ConfigurableApplicationContext service) {
    double before = sum(service, "farm.audit.completed.timestamp");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            sum(service, "farm.audit.completed.timestamp") > before
                && sum(service, "farm.audit.compared") == FARMS);
  }

  private static double disagreeing(ConfigurableApplicationContext service) {
    return sum(service, "farm.audit.disagreeing");
  }

  private static double sum(ConfigurableApplicationContext service, String name) {
    return service.getBean(MeterRegistry.class).get(name).meters().stream()
        .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
        .mapToDouble(Measurement::getValue)
        .sum();
  }

  private ConfigurableApplicationContext service(EmbeddedKafka kafka) {
    var service =
        SpringApplication.run(
            QueryApiApplication.class,
            "--server.port=0",
            "--farm.kafka.replication=1",
            "--farm.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
            "--farm.kafka.state-folder=" + folder.resolve("state"),
            "--query.audit.enabled=true",
            "--query.audit.interval=100ms",
            "--query.audit.patience=3s",
            "--query.instances.measure-every=50ms",
            "--query.audit.records-per-second=1000000");
    // logging has begun anew with the application
    said.start();
    logger.addAppender(said);
    return service;
  }
}
