package io.farmsync.sync.relay;

import static io.farmsync.sync.relay.RelayWorld.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.platform.audit.AuditFindings;
import io.farmsync.schemas.Topics;
import io.farmsync.sync.audit.AuditConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** What the audit of store and topic says, and above all when it says nothing. */
class StoreAuditIT {

  @TempDir static Path folder;

  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(AuditFindings.class);

  @BeforeEach
  void listen() {
    said.start();
    logger.addAppender(said);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(said);
  }

  @Test
  void whatIsPlantedIsNamedAndWhatIsInFlightIsNot() throws Exception {
    try (var world = new RelayWorld(folder, EmbeddedPlatform.shared().postgres())) {
      var altered = farm(world);
      var deleted = farm(world);
      var rewritten = farm(world);
      var lost = farm(world);
      var cut = farm(world);
      try (var first = new Instance(world)) {
        first.untilSwept(2);
        writeWhileTheRelayChangesHands(world, first);
        assertThat(said()).as("events in flight, handed over between relays").isEmpty();
      }
      try (var audit = new Instance(world)) {
        audit.untilSwept(2);
        assertThat(said()).isEmpty();

        withoutTrigger(world, "update farm_event set payload = payload || ' '", altered, 1);
        eventually(() -> assertThat(said()).anyMatch(naming("altered", altered, 1)));
        eventually(() -> assertThat(said()).anyMatch(line -> line.contains("store_rewritten")));

        withoutTrigger(world, "delete from farm_event", deleted, 1);
        eventually(() -> assertThat(said()).anyMatch(naming("missing_in_store", deleted, 1)));

        world.execute(
            "update farm set state = replace(state, '1.50', '1.51') where external_farm_id = '%s'"
                .formatted(rewritten));
        eventually(() -> assertThat(said()).anyMatch(naming("state_differs", rewritten, 2)));

        world.execute("delete from farm where external_farm_id = '%s'".formatted(lost));
        eventually(() -> assertThat(said()).anyMatch(naming("state_missing", lost, 1)));

        var foreign = UUID.randomUUID();
        produce(world, foreign.toString(), "{}".getBytes(UTF_8), version(7));
        eventually(() -> assertThat(said()).anyMatch(naming("missing_in_store", foreign, 7)));

        produce(world, "nobody", "{}".getBytes(UTF_8), new RecordHeaders());
        eventually(() -> assertThat(said()).anyMatch(line -> line.contains("foreign")));

        var record = world.read(Topics.FARM_EVENTS.name(), rewritten.toString()).getFirst();
        produce(world, record.key(), record.value(), record.headers());
        eventually(() -> assertThat(said()).anyMatch(naming("repeated_in_topic", rewritten, 1)));

        deleteThrough(world, world.read(Topics.FARM_EVENTS.name(), cut.toString()).getLast());
        eventually(() -> assertThat(said()).anyMatch(line -> line.contains("topic_cut")));
        eventually(() -> assertThat(said()).anyMatch(naming("missing_in_topic", cut, 2)));
        assertThat(audit.gauge("farm.audit.disagreeing")).isGreaterThanOrEqualTo(6);
        withoutTrigger(world, "update farm_event set payload = rtrim(payload)", altered, 1);
        double before = audit.count("altered");
        audit.untilSwept(2);
        assertThat(audit.count("altered")).as("a disagreement counts once").isEqualTo(before);
      }
      world.dropSlot();
    }
  }

  private static void writeWhileTheRelayChangesHands(RelayWorld world, Instance first)
      throws SQLException {
    var farms = List.of(farm(world), farm(world), farm(world));
    try (var second = new Instance(world)) {
      for (long version = 3; version < 120; version++) {
        for (UUID farm : farms) {
          advance(world, farm, version);
        }
        if (version == 60) {
          first.close();
        }
      }
      second.untilSwept(3);
    }
  }

  /** A farm with two versions. */
  private static UUID farm(RelayWorld world) throws SQLException {
    UUID farm = UUID.randomUUID();
    world.execute(
        """
        begin;
        insert into farm (external_farm_id, tenant, slug, version, is_active, state, created_at, updated_at)
        values ('%1$s', 'green', '%1$s', 2, true, '%4$s', now(), now());
        insert into farm_event (event_id, external_farm_id, version, tenant, event_type, occurred_at,
          payload, headers)
        values (gen_random_uuid(), '%1$s', 1, 'green', 'farm.registered.v1', now(), '%2$s', '{}'),
               (gen_random_uuid(), '%1$s', 2, 'green', 'farm.renamed.v1', now(), '%3$s', '{}');
        commit
        """
            .formatted(
                farm, RelayWorld.payload(farm, 1), RelayWorld.payload(farm, 2), state(farm, 2)));
    return farm;
  }

  private static void advance(RelayWorld world, UUID farm, long version) throws SQLException {
    world.execute(
        """
        begin;
        update farm set version = %2$d, state = '%4$s' where external_farm_id = '%1$s';
        insert into farm_event (event_id, external_farm_id, version, tenant, event_type, occurred_at,
          payload, headers)
        values (gen_random_uuid(), '%1$s', %2$d, 'green', 'farm.renamed.v1', now(), '%3$s', '{}');
        commit
        """
            .formatted(farm, version, RelayWorld.payload(farm, version), state(farm, version)));
  }

  private static String state(UUID farm, long version) {
    String payload = RelayWorld.payload(farm, version);
    return payload.substring(payload.indexOf("\"farm\":") + 7, payload.length() - 1);
  }

  /** As who owns the table can, and nobody else. */
  private static void withoutTrigger(RelayWorld world, String change, UUID farm, long version)
      throws SQLException {
    world.execute(
        """
        alter table farm_event disable trigger farm_event_is_append_only;
        %s where external_farm_id = '%s' and version = %d;
        alter table farm_event enable trigger farm_event_is_append_only
        """
            .formatted(change, farm, version));
  }

  private static Headers version(long version) {
    return new RecordHeaders().add("farm_version", Long.toString(version).getBytes(UTF_8));
  }

  private static void produce(RelayWorld world, String key, byte[] value, Headers headers) {
    try (var producer =
        new KafkaProducer<>(
            world.settings().producer("stranger"),
            new StringSerializer(),
            new ByteArraySerializer())) {
      var _ =
          producer.send(
              new ProducerRecord<>(Topics.FARM_EVENTS.name(), null, null, key, value, headers));
    }
  }

  private static void deleteThrough(RelayWorld world, ConsumerRecord<String, byte[]> record)
      throws Exception {
    try (var admin = Admin.create(world.settings().client("stranger"))) {
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition(record.topic(), record.partition()),
                  RecordsToDelete.beforeOffset(record.offset() + 1)))
          .all()
          .get();
    }
  }

  private List<String> said() {
    synchronized (said) {
      return List.copyOf(said.list).stream()
          .map(ILoggingEvent::getFormattedMessage)
          .filter(line -> line.contains("partition"))
          .toList();
    }
  }

  private static java.util.function.Predicate<String> naming(String kind, UUID farm, long version) {
    return line -> line.contains(kind + ": farm " + farm + ", version " + version + ",");
  }

  /** A relay and an audit, as the service runs them. */
  private static final class Instance implements AutoCloseable {
    private final AnnotationConfigApplicationContext context =
        new AnnotationConfigApplicationContext();

    Instance(RelayWorld world) {
      var properties = new HashMap<String, Object>(world.relayProperties());
      properties.put("farm-sync.audit.interval", "100ms");
      properties.put("farm-sync.audit.patience", "4s");
      properties.put("farm-sync.audit.records-per-second", "1000000");
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("test", properties));
      context.register(RelayWorld.Service.class, AuditConfiguration.class);
      context.refresh();
    }

    /** So many more sweeps have ended. */
    void untilSwept(int times) {
      for (int time = 0; time < times; time++) {
        double before = completed();
        eventually(() -> assertThat(completed()).isGreaterThan(before));
      }
    }

    private double completed() {
      return gauge("farm.audit.completed.timestamp");
    }

    double gauge(String name) {
      return context.getBean(MeterRegistry.class).find(name).gauges().stream()
              .mapToDouble(gauge -> gauge.value())
              .sum()
          + context.getBean(MeterRegistry.class).find(name).timeGauges().stream()
              .mapToDouble(gauge -> gauge.value())
              .sum();
    }

    double count(String kind) {
      return context
          .getBean(MeterRegistry.class)
          .get("farm.audit.findings")
          .tag("kind", kind)
          .counter()
          .count();
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
