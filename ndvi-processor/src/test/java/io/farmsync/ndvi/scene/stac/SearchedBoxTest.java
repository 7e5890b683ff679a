package io.farmsync.ndvi.scene.stac;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.farmsync.ndvi.SampleScenes;
import io.farmsync.platform.upstream.AllowedHosts;
import io.farmsync.platform.upstream.Quota;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Envelope;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A search asks for the box it was given, wherever on Earth it lies. */
class SearchedBoxTest {
  private final BlockingQueue<JsonNode> questions = new LinkedBlockingQueue<>();
  private HttpServer catalogue;

  @BeforeEach
  void serve() throws IOException {
    catalogue = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    catalogue.createContext(
        "/",
        exchange -> {
          questions.add(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
          byte[] empty =
              "{\"type\":\"FeatureCollection\",\"features\":[]}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/geo+json");
          exchange.sendResponseHeaders(200, empty.length);
          exchange.getResponseBody().write(empty);
          exchange.close();
        });
    catalogue.start();
  }

  @AfterEach
  void stop() {
    catalogue.stop(0);
  }

  /** The peer exchanges the axes of all but the last two. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Paris, 2.34, 48.85",
    "Valencia, -0.38, 39.47",
    "Berlin, 13.40, 52.52",
    "Accra, -0.19, 5.60",
    "Nairobi, 36.82, -1.29",
    "Fiji, 178.44, -18.14"
  })
  void boxIsWestSouthEastNorth(String place, double longitude, double latitude) {
    var base = URI.create("http://127.0.0.1:" + catalogue.getAddress().getPort());
    var upstream =
        new Upstream(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
            new AllowedHosts(List.of(base), List.of()),
            SampleScenes.LIMITS,
            Quota.NONE,
            UpstreamListener.NONE,
            Clock.systemUTC());
    var catalog =
        new StacCatalog(
            upstream,
            new StacSettings(base, List.of("sentinel-2-l2a"), 100, 1000, 1 << 20),
            JsonMapper.shared());
    var day = LocalDate.of(2026, 3, 1);

    catalog.search(new Envelope(longitude, longitude + 0.02, latitude, latitude + 0.01), day, day);

    assertThat(questions.remove().path("bbox").valueStream().map(JsonNode::doubleValue))
        .as(place)
        .containsExactly(longitude, latitude, longitude + 0.02, latitude + 0.01);
  }
}
