package io.farmsync.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.standalone.client.FarmClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./farm up} as a process: without upstreams, over a restart, and with upstreams again. */
class UpIT {

  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final String FARM = "6f3c1f9e-52c1-4f0e-9a49-2c7a2f6d7a11";
  private static final Map<String, Object> PAYLOAD =
      Map.of(
          "external_farm_id",
          FARM,
          "external_user_id",
          "anna",
          "name",
          "Kept over restarts",
          "bbox",
          Map.of("south", "50.74520", "west", "4.05950", "north", "50.74800", "east", "4.06300"));

  @TempDir private Path home;

  @Test
  void farmIsAcceptedWithoutUpstreamsAndItsWorkIsDoneAfterARestartWithThem() throws Exception {
    try (var up = FarmProcess.start(home, unreachable(), "up").awaitLine("Farm Sync is ready")) {
      var writer = up.client("nextcloud");
      assertThat(writer.post("/api/v1/farms/sync", PAYLOAD).status()).isEqualTo(200);
      Awaitility.await()
          .atMost(WAIT)
          .until(() -> writer.get("/api/v1/farms/" + FARM).status() == 200);
      administerByCommand(up);
      treatDeadLettersByCommand();
      up.awaitLine("127.0.0.1:9"); // the log names the upstream that cannot be reached
    }
    try (var upstreams = SampleUpstreams.start();
        var up =
            FarmProcess.start(home, reachable(upstreams), "up").awaitLine("Farm Sync is ready")) {
      var reader = up.client("nextcloud"); // the same secret as before
      assertThat(reader.get("/api/v1/farms/" + FARM).data().get("name").asString())
          .isEqualTo("Kept over restarts");
      Awaitility.await()
          .atMost(WAIT)
          .untilAsserted(() -> {
            assertThat(
                    reader
                        .get("/api/v1/farms/" + FARM + "/weather/current/")
                        .data()
                        .path("temperature_c")
                        .isNumber())
                .as("weather")
                .isTrue();
            String timeseries =
                "/api/v1/farms/"
                    + FARM
                    + "/ndvi/timeseries/?start=2019-04-01&end=2019-07-31&max_cloud=100";
            assertThat(reader.get(timeseries).data().path("observations"))
                .as("NDVI of a past range")
                .isNotEmpty();
          });
    }
  }

  /** What an administrator types, each as a process of its own. */
  private void administerByCommand(FarmProcess up) throws Exception {
    String created = farm(0, "client", "create", "second", "--tenant", "two", "--scope", "write");
    var words = created.split("\\s+", -1);
    var client =
        FarmClient.signing(
            HttpClient.newHttpClient(),
            URI.create(up.connection().baseUrl()),
            words[1],
            words[3],
            Clock.systemUTC());
    assertThat(client.get("/api/v1/integrations/whoami").data().path("scope").asString())
        .isEqualTo("write");
    assertThat(farm(0, "client", "list")).contains(words[1], "second", "active");
    assertThat(farm(0, "client", "rotate", "second")).doesNotContain(words[3]);
    assertThat(farm(0, "client", "disable", "second")).contains("disabled");
    Awaitility.await()
        .atMost(WAIT)
        .until(() -> client.get("/api/v1/integrations/whoami").status() == 401);
    assertThat(farm(0, "key", "create", "hook", "--tenant", "two")).contains("wk_live_");
    assertThat(farm(0, "key", "rotate", "hook")).contains("wk_live_");
    assertThat(farm(0, "key", "revoke", "hook")).contains("revoked");
    assertThat(farm(0, "key", "list")).contains("hook", "revoked").doesNotContain("in force");
    assertThat(farm(0, "signing-key", "rotate")).contains("published");
    assertThat(farm(1, "client", "disable", "third")).contains("./farm client list");
    assertThat(farm(2, "key", "create", "nameless")).contains("--tenant");
  }

  private void treatDeadLettersByCommand() throws Exception {
    var stores = Stores.of(Map.of(), new FarmHome(home));
    var kafka = new KafkaSettings(stores.kafka(), (short) 1, "unused", Map.of());
    try (var producer =
        new KafkaProducer<>(
            kafka.producer("test"), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("weather-requests", "nowhere", "<html>")).get();
    }
    Awaitility.await()
        .atMost(WAIT)
        .untilAsserted(() -> assertThat(farm(0, "dlt", "list")).contains("1 letters"));
    assertThat(farm(0, "dlt", "list", "--code", "unreadable")).contains("weather-requests/0/0");
    assertThat(farm(0, "dlt", "show", "weather-requests/0/0")).contains("<html>");
    assertThat(farm(0, "dlt", "redrive", "--all", "--dry-run")).contains("would redrive 1 letters");
    assertThat(farm(0, "dlt", "drop", "weather-requests/0/0")).contains("drop: 1 letters");
    assertThat(farm(1, "dlt", "drop")).contains("Say which letters");
  }

  private String farm(int exit, String... arguments) throws Exception {
    var process = FarmProcess.start(home, Map.of(), arguments);
    assertThat(process.awaitExit()).as(process.output()).isEqualTo(exit);
    return process.output();
  }

  private static Map<String, String> unreachable() {
    return Map.of(
        "NDVI_STAC_API_URL", "http://127.0.0.1:9/stac",
        "OPEN_METEO_BASE_URL", "http://127.0.0.1:9",
        "NASA_POWER_BASE_URL", "http://127.0.0.1:9");
  }

  private static Map<String, String> reachable(SampleUpstreams upstreams) {
    return Map.of(
        "NDVI_STAC_API_URL", upstreams.stacUrl().toString(),
        "OPEN_METEO_BASE_URL", upstreams.openMeteoUrl().toString(),
        "NASA_POWER_BASE_URL", upstreams.nasaPowerUrl().toString());
  }
}
