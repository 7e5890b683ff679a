package io.farmsync.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.samples.SampleData;
import io.farmsync.schemas.kafka.EventHeaders;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole platform as its users have it: the {@code ./farm demo} process, over HTTP and Kafka
 * only.
 */
class DemoIT {

  private static final Duration WAIT = Duration.ofSeconds(30);

  @TempDir private static Path home;
  private static FarmProcess demo;

  @BeforeAll
  static void startDemo() throws Exception {
    demo = FarmProcess.start(home, Map.of(), "demo").awaitLine("It stays up");
  }

  @AfterAll
  static void stopDemo() throws Exception {
    var children = demo.handle().descendants().toList();
    demo.close();
    assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void everyFarmGotItsValues() {
    assertThat(demo.output())
        .contains("NDVI for 12 of 12 farms")
        .contains("weather for 12")
        .doesNotContain("got no");
    var postelGreen = line("Postel green block west");
    assertThat(postelGreen).contains("2019-04-11").contains("open_meteo");
  }

  @Test
  void connectionFileIsPrivateAndHoldsThreeClients() throws Exception {
    Path file = home.resolve("connection.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
    assertThat(json.propertyNames())
        .containsExactlyInAnyOrder("base_url", "admin_token", "clients");
    assertThat(json.get("clients"))
        .hasSize(3)
        .allSatisfy(client ->
            assertThat(client.propertyNames())
                .containsExactlyInAnyOrder(
                    "name", "tenant", "client_id", "client_secret", "scope"));
  }

  @Test
  void observationsAreThoseComputedIndependently() {
    var reader = demo.client("reader");
    var expected = clearMeans("pajottenland", "pj-03");
    String path = "/api/v1/farms/" + farmId("pj-03") + "/ndvi/observations/?page_size=100";
    int compared = 0;
    for (JsonNode observation : reader.get(path).data().get("results")) {
      Double mean = expected.get(observation.get("date").asString());
      if (mean != null) {
        assertThat(observation.get("mean").asDouble()).isCloseTo(mean, within(1e-6));
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(10);
  }

  @Test
  void anotherTenantSeesNothingOfIt() {
    var stranger = demo.client("second-tenant");
    String farm = "/api/v1/farms/" + farmId("pj-03");
    for (String path :
        List.of(
            farm,
            farm + "/ndvi/latest/",
            farm + "/ndvi/observations/",
            farm + "/weather/current/")) {
      assertThat(stranger.get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(stranger.get("/api/v1/farms/").data().get("count").asInt()).isZero();
  }

  @Test
  void readerMayNotWrite() {
    assertThat(demo.client("reader").post("/api/v1/farms/sync", Map.of()).status()).isEqualTo(403);
  }

  @Test
  void changedFarmIsReadWithItsNewNameAndAnIdenticalSyncMakesNoEvent() {
    var writer = demo.client("nextcloud");
    String id = UUID.randomUUID().toString();
    var bbox =
        Map.of("south", "50.74520", "west", "4.05950", "north", "50.74800", "east", "4.06300");
    var first =
        Map.of("external_farm_id", id, "external_user_id", "anna", "name", "First", "bbox", bbox);
    var second =
        Map.of("external_farm_id", id, "external_user_id", "anna", "name", "Second", "bbox", bbox);
    assertThat(writer.post("/api/v1/farms/sync", first).status()).isEqualTo(200);
    assertThat(writer.post("/api/v1/farms/sync", first).status()).isEqualTo(200);
    assertThat(writer.post("/api/v1/farms/sync", second).status()).isEqualTo(200);
    org.awaitility.Awaitility.await()
        .atMost(WAIT)
        .until(() ->
            "Second".equals(writer.get("/api/v1/farms/" + id).data().path("name").asString("")));
    assertThat(events(id))
        .extracting(record -> EventHeaders.value(record.headers(), EventHeaders.TYPE))
        .containsExactly("farm.registered.v1", "farm.renamed.v1");
  }

  @Test
  void eventsCarryCloudEventsHeadersAndPlainJson() {
    var record = events(farmId("pj-03")).getFirst();
    assertThat(EventHeaders.value(record.headers(), EventHeaders.SPEC_VERSION)).isEqualTo("1.0");
    assertThat(EventHeaders.value(record.headers(), EventHeaders.TENANT)).isEqualTo("tenant-one");
    assertThat(EventHeaders.value(record.headers(), EventHeaders.FARM_VERSION)).isEqualTo("1");
    assertThat(EventHeaders.value(record.headers(), EventHeaders.REQUEST_ID))
        .matches("[0-9a-f]{32}");
    JsonNode value = JsonMapper.shared().readTree(record.value());
    assertThat(value.at("/farm/name").asString()).isEqualTo("Pajottenland winter wheat 03");
  }

  @Test
  void operatorsRoutesAnswer() throws Exception {
    var http = HttpClient.newHttpClient();
    String base = demo.connection().baseUrl();
    var metrics =
        http.send(
            HttpRequest.newBuilder(URI.create(base + "/metrics")).build(), BodyHandlers.ofString());
    assertThat(metrics.body())
        .contains(
            "spectral_jobs_total", "weather_provider_requests_total", "jvm_memory_used_bytes");
    var schema =
        http.send(
            HttpRequest.newBuilder(URI.create(base + "/api/schema/")).build(),
            BodyHandlers.ofString());
    assertThat(schema.body()).contains("/api/v1/farms/sync", "/weather/current");
    var unknown =
        http.send(
            HttpRequest.newBuilder(URI.create(base + "/nowhere")).build(), BodyHandlers.ofString());
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("\"request_id\"");
  }

  @Test
  void secondStartOnTheSameFolderSaysSoAndEnds() throws Exception {
    try (var second = FarmProcess.start(home, Map.of(), "up")) {
      assertThat(second.awaitExit()).isNotZero();
      assertThat(second.output()).contains("already runs on " + home);
    }
  }

  @Test
  void secondStartOnTheSamePortSaysSoAndEnds(@TempDir Path other) throws Exception {
    String port = Integer.toString(URI.create(demo.connection().baseUrl()).getPort());
    try (var second = FarmProcess.start(other, Map.of("FARM_PORT", port), "up")) {
      assertThat(second.awaitExit()).isNotZero();
      assertThat(second.output()).contains("Port " + port + " is in use").contains("FARM_PORT");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void signedCallsOfTheReadmeWorkWhenPasted() throws Exception {
    String snippet =
        readmeSnippet("openssl dgst")
            .replace(".farm/connection.json", home.resolve("connection.json").toString());
    var shell = new ProcessBuilder("sh", "-euc", snippet).redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(output).contains("Farm synced").contains("\"observation\":{");
  }

  private static String line(String start) {
    return demo.output().lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  private static String farmId(String field) {
    return UUID.nameUUIDFromBytes(("demo " + field).getBytes(StandardCharsets.UTF_8)).toString();
  }

  /**
   * Expected means of the days on which every mask agrees, so that the platform's own mask does
   * too.
   */
  private static Map<String, Double> clearMeans(String collection, String field) {
    var means = new java.util.HashMap<String, Double>();
    for (JsonNode group : new SampleData().json("expected/expected.json").get("cases")) {
      if (!group.get("collection").asString().equals(collection)) {
        continue;
      }
      for (JsonNode result : group.get("results")) {
        JsonNode weighted = result.get("weighted");
        JsonNode mean = weighted.at("/strict/mean");
        if (result.get("field").asString().equals(field)
            && mean.isNumber()
            && mean.equals(weighted.at("/none/mean"))) {
          means.put(result.get("datetime").asString().substring(0, 10), mean.asDouble());
        }
      }
    }
    return means;
  }

  private static List<ConsumerRecord<String, String>> events(String farmId) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", demo.printed("Kafka"), "isolation.level", "read_committed");
    var found = new ArrayList<ConsumerRecord<String, String>>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      var partitions =
          consumer.partitionsFor("farm-events").stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> {
              if (record.key().equals(farmId)) {
                found.add(record);
              }
            });
      }
    }
    return found;
  }

  private static String readmeSnippet(String containing) throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    for (String block : readme.split("```sh\n", -1)) {
      String snippet = block.split("```", 2)[0];
      if (snippet.contains(containing)) {
        return snippet;
      }
    }
    throw new AssertionError("README.md has no shell snippet with " + containing);
  }
}
