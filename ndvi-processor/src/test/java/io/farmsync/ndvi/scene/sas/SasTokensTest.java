package io.farmsync.ndvi.scene.sas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.farmsync.ndvi.SampleScenes;
import io.farmsync.ndvi.scene.Asset;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.platform.upstream.AllowedHosts;
import io.farmsync.platform.upstream.AtOnce;
import io.farmsync.platform.upstream.Quota;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.platform.upstream.UpstreamFailure.Kind;
import io.farmsync.platform.upstream.UpstreamListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SasTokensTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final URI FILE =
      URI.create("https://sentinel2l2a01.blob.core.windows.net/sentinel2-l2/31/U/ES/B04.tif");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final List<URI> opened = Collections.synchronizedList(new ArrayList<>());
  private String answer = "{\"msft:expiry\":\"2026-03-01T12:45:00Z\",\"token\":\"st=1&sig=a%2Bb\"}";
  private HttpServer server;
  private SasTokens tokens;
  private RasterSource rasters;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    InstantSource source = now::get;
    Clock clock = source.withZone(ZoneOffset.UTC);
    var upstream =
        new Upstream(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
            new AllowedHosts(List.of(base), List.of()),
            SampleScenes.LIMITS,
            Quota.NONE,
            UpstreamListener.NONE,
            Clock.systemUTC());
    tokens = new SasTokens(upstream, base, clock);
    rasters =
        new SignedRasterSource(
            asset -> {
              opened.add(asset.href());
              throw new UnsupportedOperationException("only links matter here");
            },
            tokens,
            link -> link.getHost().endsWith(".blob.core.windows.net"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void fileIsOpenedByALinkThatItsContainersTokenSigns() {
    open(FILE);

    assertThat(opened).containsExactly(URI.create(FILE + "?st=1&sig=a%2Bb"));
    assertThat(asked).containsExactly("/token/sentinel2l2a01/sentinel2-l2");
  }

  @Test
  void otherHostsAndSignedLinksAreLeftAsTheyAre() {
    URI elsewhere = URI.create("https://sentinel-cogs.s3.us-west-2.amazonaws.com/a/B04.tif");
    URI signed = URI.create(FILE + "?sig=theirs");
    open(elsewhere);
    open(signed);

    assertThat(opened).containsExactly(elsewhere, signed);
    assertThat(asked).isEmpty();
  }

  @Test
  void tokenServesItsContainerUntilShortlyBeforeItExpires() {
    tokens.of(FILE);
    tokens.of(FILE.resolve("B08.tif"));
    now.set(NOON.plus(Duration.ofMinutes(39)));
    tokens.of(FILE);
    assertThat(asked).hasSize(1);

    now.set(NOON.plus(Duration.ofMinutes(41)));
    tokens.of(FILE);
    assertThat(asked).hasSize(2);
  }

  @Test
  void manyAtOnceAskOnce() {
    Callable<String> ask = () -> tokens.of(FILE);

    assertThat(AtOnce.run(Collections.nCopies(50, ask), 50)).containsOnly("st=1&sig=a%2Bb");
    assertThat(asked).hasSize(1);
  }

  @Test
  void answerWithoutATokenIsABadAnswerAndAskedAgainNextTime() {
    String good = answer;
    answer = "{\"detail\":\"unknown container\"}";
    assertThatThrownBy(() -> tokens.of(FILE))
        .isInstanceOfSatisfying(
            UpstreamFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER));

    answer = good;
    assertThat(tokens.of(FILE)).isEqualTo("st=1&sig=a%2Bb");
  }

  private void open(URI link) {
    var asset = new Asset(link, 0, OptionalDouble.empty(), OptionalDouble.empty());
    assertThatThrownBy(() -> rasters.open(asset)).isInstanceOf(UnsupportedOperationException.class);
  }
}
