package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.embedded.EmbeddedKafka;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.query.kafka.ViewDigest;
import io.farmsync.query.kafka.ViewReset;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * On a broker of its own: a second instance beside the one of the other tests would share its work.
 */
class RestartIT {

  private static final int FARMS = 2000;
  private static final LocalDate DAY = LocalDate.parse("2026-02-26");

  @TempDir Path folder;

  @Test
  void aReadyServiceHasReadWhatWasThereWhetherItsStoresAreNewKeptOrLost() {
    var last = UUID.randomUUID();
    try (var kafka = EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder.resolve("kafka")))) {
      publishHistory(kafka.bootstrapServers(), last);
      List<JsonNode> first = service(kafka, "state", world -> read(world, last));
      assertThat(first.getFirst().path("external_farm_id").asString()).isEqualTo(last.toString());
      assertThat(first.get(1).path("count").asInt()).isEqualTo(FARMS);
      assertThat(first.get(2).path("observation").path("mean").asDouble()).isEqualTo(0.6);
      List<JsonNode> kept = service(kafka, "state", world -> read(world, last));
      assertThat(kept).isEqualTo(first);
      List<JsonNode> restored = service(kafka, "wiped", world -> read(world, last));
      assertThat(restored).isEqualTo(first);
    }
  }

  @Test
  void viewsThatAreWipedAndRebuiltFromTopicsHaveTheSameDigests() {
    try (var kafka = EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder.resolve("kafka")))) {
      publishHistory(kafka.bootstrapServers(), UUID.randomUUID());
      var before = new ArrayList<Map<String, ViewDigest.Content>>();
      service(kafka, "state", (world, digest) -> before.add(digest.ofStores()));
      new ViewReset(
              new KafkaSettings(
                  kafka.bootstrapServers(),
                  (short) 1,
                  folder.resolve("state").toString(),
                  Map.of()))
          .run();
      assertThat(folder.resolve("state").resolve("query-api")).doesNotExist();
      var after = new ArrayList<Map<String, ViewDigest.Content>>();
      service(kafka, "state", (world, digest) -> after.add(digest.ofStores()));
      assertThat(entries(before, "farms-v1")).isEqualTo(FARMS + 1); // the purged one is remembered
      assertThat(entries(before, "observations-v3")).isEqualTo(1);
      assertThat(after).isEqualTo(before);
    }
  }

  private static long entries(List<Map<String, ViewDigest.Content>> digests, String store) {
    return Objects.requireNonNull(digests.getFirst().get(store), store).entries();
  }

  /** What the first reads after readiness answer; none of them waits or tries again. */
  private static List<JsonNode> read(World world, UUID farm) {
    String token = world.token("tenant-one", "read");
    return Stream.of(
            "/api/v1/farms/" + farm,
            "/api/v1/farms/?page_size=100",
            "/api/v1/farms/" + farm + "/ndvi/latest/?max_cloud=50")
        .map(path -> world.get(token, path).data())
        .toList();
  }

  private <R> R service(EmbeddedKafka kafka, String state, Function<World, R> use) {
    return service(kafka, state, (world, _) -> use.apply(world));
  }

  private <R> R service(EmbeddedKafka kafka, String state, BiFunction<World, ViewDigest, R> use) {
    try (var context =
            (ServletWebServerApplicationContext)
                SpringApplication.run(
                    QueryApiApplication.class,
                    "--server.port=0",
                    "--farm.kafka.replication=1",
                    "--farm.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                    "--farm.kafka.state-folder=" + folder.resolve(state));
        var world = new World(port(context), kafka.bootstrapServers(), Duration.ofSeconds(90))) {
      return use.apply(world, context.getBean(ViewDigest.class));
    }
  }

  private static int port(ServletWebServerApplicationContext context) {
    return Objects.requireNonNull(context.getWebServer(), "a web server").getPort();
  }

  private static void publishHistory(String bootstrap, UUID last) {
    new TopicProvisioner(new KafkaSettings(bootstrap, (short) 1, "unused", Map.of())).provision();
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringSerializer(),
            new ByteArraySerializer())) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (int i = 1; i <= FARMS; i++) {
        UUID farm = i == FARMS ? last : UUID.randomUUID();
        var state =
            Examples.farm(farm, "tenant-one", 1, Examples.BBOX, Examples.NOON.plusSeconds(i), true);
        sent.add(send(producer, Topics.FARM_EVENTS, farm, Examples.registered(state)));
      }
      sent.add(
          send(
              producer, Topics.NDVI_RESULTS, last, Examples.observed(last, "ndvi", DAY, 0.6, 0.4)));
      UUID purged = UUID.randomUUID();
      var gone = Examples.farm(purged, "tenant-one", 1, Examples.BBOX, Examples.NOON, false);
      var value = Examples.observed(purged, "ndvi", DAY, 0.6, 0.0);
      sent.add(send(producer, Topics.FARM_EVENTS, purged, Examples.registered(gone)));
      sent.add(send(producer, Topics.NDVI_RESULTS, purged, value));
      sent.add(
          send(
              producer,
              Topics.FARM_EVENTS,
              purged,
              Examples.event(FarmEvent.Type.PURGED, gone.purged("client", Examples.NOON))));
      sent.add(send(producer, Topics.NDVI_RESULTS, purged, value));
      producer.flush();
      assertThat(sent).allMatch(record -> record.state() == Future.State.SUCCESS);
    }
  }

  private static <V> Future<RecordMetadata> send(
      KafkaProducer<String, byte[]> producer, Topic<V> topic, UUID key, V value) {
    return producer.send(
        new ProducerRecord<>(
            topic.name(),
            key.toString(),
            JsonSerde.of(topic).serializer().serialize(topic.name(), value)));
  }
}
