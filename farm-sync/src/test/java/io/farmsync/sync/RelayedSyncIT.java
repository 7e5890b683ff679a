package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the request to the topics and back to the credentials, with nothing fed by the test. */
class RelayedSyncIT {

  private static final Logger log = LoggerFactory.getLogger(RelayedSyncIT.class);

  private static final Duration SOON = Duration.ofSeconds(20);

  /** A second is promised; a machine that builds other things at the same time gets more. */
  private static final Duration REVOKED = Duration.ofSeconds(5);

  @Test
  void aSyncReachesTheTopicsOnceAndARevocationTheService() {
    var postgres = EmbeddedPlatform.shared().postgres();
    var owner = EmbeddedPlatform.shared().createDatabase("relayed");
    var writer = postgres.createLogin(owner, "farm_writer", false);
    var relay = postgres.createLogin(owner, "farm_relay", true);
    var asSecond =
        Map.of("spring.flyway.user", owner.username(), "spring.flyway.password", owner.password());
    var asFirst = new HashMap<>(asSecond);
    asFirst.put("farm-sync.relay.enabled", "true");
    asFirst.put("farm-sync.database.relay-username", relay.username());
    asFirst.put("farm-sync.database.relay-password", relay.password());
    try (var service = RunningService.start(writer, asFirst);
        var second = RunningService.start(writer, asSecond)) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(service.sendAsIs(Call.get("/readyz")).status()).isEqualTo(200));
      var client = client(service);
      String token = service.token(client);
      var farm = UUID.randomUUID();
      var whoAmI = Call.get("/api/v1/integrations/whoami").bearer(token);
      assertThat(service.sendAsIs(whoAmI).status()).isEqualTo(200);
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(second.sendAsIs(whoAmI).status()).isEqualTo(200));
      for (String name : List.of("Shamba", "Meadow")) {
        assertThat(service.sendAsIs(sync(farm, name).bearer(token)).status()).isEqualTo(200);
      }
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(values(read(Topics.FARM_EVENTS.name(), farm)))
                  .isEqualTo(payloads(service, farm)));
      var events = read(Topics.FARM_EVENTS.name(), farm);
      assertThat(events)
          .extracting(record -> EventHeaders.value(record.headers(), EventHeaders.TYPE))
          .containsExactly("farm.registered.v1", "farm.renamed.v1");
      assertThat(EventHeaders.value(events.getLast().headers(), EventHeaders.REQUEST_ID))
          .isEqualTo("request-of-Meadow");
      assertThat(values(read(Topics.FARMS.name(), farm)).getLast())
          .contains("\"name\":\"Meadow\"", "\"version\":2");
      String path = "/api/v1/farms/" + farm;
      assertThat(service.sendAsIs(Call.of("DELETE", path).bearer(token)).status()).isEqualTo(200);
      assertThat(service.sendAsIs(Call.post(path + "/purge").bearer(token)).status())
          .isEqualTo(200);
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(read(Topics.FARMS.name(), farm).getLast().value()).isNull());
      assertThat(values(read(Topics.FARM_EVENTS.name(), farm)))
          .hasSize(4)
          .isEqualTo(payloads(service, farm));
      var revoke =
          Call.of("PATCH", "/api/v1/integrations/clients/" + client.id())
              .bearer(service.administrationToken())
              .json("{\"is_active\":false}");
      assertThat(service.sendAsIs(revoke).status()).isEqualTo(200);
      var answered = Instant.now();
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(REVOKED)
          .untilAsserted(() -> {
            assertThat(service.sendAsIs(whoAmI).status()).isEqualTo(401);
            assertThat(second.sendAsIs(whoAmI).status()).isEqualTo(401);
          });
      log.info(
          "a client is revoked on both instances after {} ms (promised: 1,000)",
          Duration.between(answered, Instant.now()).toMillis());
    }
  }

  private static TestClient client(RunningService service) {
    String json = "{\"name\":\"nextcloud\",\"scope\":\"write\"}";
    var data =
        service
            .sendAsIs(
                Call.post("/api/v1/integrations/clients")
                    .bearer(service.administrationToken())
                    .json(json))
            .data();
    return new TestClient(
        data.path("id").asString(),
        data.path("client_id").asString(),
        data.path("client_secret").asString());
  }

  private static Call sync(UUID farm, String name) {
    return Call.post("/api/v1/farms/sync")
        .with("X-Request-ID", "request-of-" + name)
        .json(
            """
            {"external_farm_id":"%s","external_user_id":"anna","name":"%s",\
            "bbox":{"south":-1.3,"west":36.7,"north":-1.2,"east":36.8}}\
            """
                .formatted(farm, name));
  }

  private static List<String> payloads(RunningService service, UUID farm) {
    return service
        .jdbc()
        .sql("select payload from farm_event where external_farm_id = ? order by version")
        .param(farm)
        .query(String.class)
        .list();
  }

  private static List<String> values(List<ConsumerRecord<String, String>> records) {
    return records.stream().map(ConsumerRecord::value).toList();
  }

  /** The committed records of the farm so far. */
  private static List<ConsumerRecord<String, String>> read(String topic, UUID farm) {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            EmbeddedPlatform.shared().kafka().bootstrapServers(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      var partitions =
          IntStream.range(0, Topics.PARTITIONS)
              .mapToObj(number -> new TopicPartition(topic, number))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var found = new ArrayList<ConsumerRecord<String, String>>();
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> {
              if (farm.toString().equals(record.key())) {
                found.add(record);
              }
            });
      }
      return found;
    }
  }
}
