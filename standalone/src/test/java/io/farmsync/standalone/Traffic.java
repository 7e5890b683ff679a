package io.farmsync.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.standalone.client.FarmClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** What a farm manager does, and a few strangers. */
record Traffic(FarmProcess demo) {

  /** A farm where the samples have scenes. */
  static Map<String, Object> farm(UUID id) {
    return Map.of(
        "external_farm_id",
        id.toString(),
        "external_user_id",
        "anna",
        "name",
        id.toString(),
        "bbox",
        Map.of("south", "50.74520", "west", "4.05950", "north", "50.74800", "east", "4.06300"));
  }

  /** Once each: writes, reads, a read of what nobody has, a wrong token, a wrong signature. */
  void round() {
    var writer = demo.client("nextcloud");
    var farm = UUID.randomUUID();
    writer.post("/api/v1/farms/sync", farm(farm));
    writer.get("/api/v1/farms/" + farm);
    writer.get("/api/v1/farms/" + farm + "/weather/current/");
    writer.get("/api/v1/farms/" + farm + "/ndvi/latest/");
    writer.get("/api/v1/weather/current/?lat=" + farm.hashCode() % 60 + "&lon=17.3");
    var address = URI.create(demo.connection().baseUrl());
    try (var http = HttpClient.newHttpClient()) {
      FarmClient.bearing(http, address, "no", Clock.systemUTC()).get("/api/v1/farms/");
      var known = demo.connection().client("reader").orElseThrow();
      var impostor =
          FarmClient.signing(http, address, known.clientId(), "d3Jvbmc=", Clock.systemUTC());
      assertThat(catching(impostor)).contains("sig_mismatch");
    }
  }

  private static String catching(FarmClient impostor) {
    try {
      return impostor.token();
    } catch (IllegalStateException refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
