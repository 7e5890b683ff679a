package io.farmsync.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {

  private static final String PATH = "/sentinel2/postel-2019/S2B_31UFS_20190411_0_ICOR/";

  private final Http http = new Http();
  private SampleUpstreams upstreams;
  private URI file;

  @BeforeAll
  void start() throws Exception {
    upstreams = SampleUpstreams.start();
    file = URI.create(upstreams.filesUrl() + PATH + "SCL.tif");
  }

  @AfterEach
  void heal() {
    upstreams.heal().clearLog();
  }

  @AfterAll
  void close() {
    upstreams.close();
    http.close();
  }

  @Test
  void aStatusCountsDownAndThenTheRouteIsWell() throws Exception {
    upstreams.failNext(Route.FILES, 2, Fault.status(503));
    assertThat(http.get(file).statusCode()).isEqualTo(503);
    assertThat(http.get(file).statusCode()).isEqualTo(503);
    assertThat(http.get(file).statusCode()).isEqualTo(200);
    assertThat(upstreams.requests(Route.FILES)).isEqualTo(3);
  }

  @Test
  void tooManyRequestsSaysWhenToComeBack() throws Exception {
    upstreams.fail(Route.FILES, Fault.tooManyRequests("7"));
    var response = http.get(file);
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("7");
  }

  @Test
  void aFirewallPageHasStatus200() throws Exception {
    upstreams.fail(Route.STAC_SEARCH, Fault.htmlPage());
    var response = http.post(URI.create(upstreams.stacUrl() + "/search"), "{}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("rejected");
  }

  @Test
  void oneFileCanFailWhileTheOthersAreWell() throws Exception {
    upstreams.failWhen(
        Route.FILES, request -> request.path().endsWith("B08.tif"), Fault.status(403));
    assertThat(http.get(URI.create(upstreams.filesUrl() + PATH + "B08.tif")).statusCode())
        .isEqualTo(403);
    assertThat(http.get(file).statusCode()).isEqualTo(200);
  }

  @Test
  void aTruncatedBodyBreaksThePromiseOfItsLength() {
    upstreams.fail(Route.FILES, Fault.truncatedBody());
    assertThatThrownBy(() -> http.get(file)).isInstanceOf(IOException.class);
  }

  @Test
  void garbageHasTheRightStatus() throws Exception {
    upstreams.fail(Route.FILES, Fault.garbage());
    var response = http.get(file, "Range", "bytes=0-99");
    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("not json, not tiff");
  }

  @Test
  void aDroppedConnectionGivesNoAnswer() {
    upstreams.fail(Route.FILES, Fault.dropConnection());
    assertThatThrownBy(() -> http.get(file)).isInstanceOf(IOException.class);
  }

  @Test
  void silenceLastsUntilTheClientGivesUp() throws Exception {
    upstreams.fail(Route.FILES, Fault.neverAnswer());
    var request = HttpRequest.newBuilder(file).timeout(Duration.ofMillis(200)).build();
    try (var client = HttpClient.newHttpClient()) {
      assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(HttpTimeoutException.class);
    }
    assertThat(upstreams.requests(Route.FILES)).isOne();
    assertThat(upstreams.exchanges(Route.FILES)).isEmpty();
  }

  @Test
  void anEndlessBodyEndsWithTheClient() throws Exception {
    upstreams.fail(Route.FILES, Fault.endlessBody());
    try (var client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              HttpRequest.newBuilder(file).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        assertThat(body.readNBytes(3_000_000)).hasSize(3_000_000);
      }
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(upstreams.exchanges(Route.FILES)).hasSize(1));
  }

  @Test
  void delaysAndLatencyAreWaitedOut() throws Exception {
    upstreams.latency(Duration.ofMillis(30)).fail(Route.FILES, Fault.delay(Duration.ofMillis(40)));
    assertThat(http.get(file).statusCode()).isEqualTo(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(upstreams.exchanges(Route.FILES)).hasSize(1));
    assertThat(upstreams.exchanges(Route.FILES).getFirst().took())
        .isGreaterThanOrEqualTo(Duration.ofMillis(70));
  }

  @Test
  void aRedirectNamesItsTarget() throws Exception {
    upstreams.fail(Route.FILES, Fault.redirect(URI.create("http://169.254.169.254/latest")));
    var response = http.get(file);
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(response.headers().firstValue("Location")).hasValue("http://169.254.169.254/latest");
  }

  @Test
  void rangesAndBytesAreLogged() throws Exception {
    http.get(file, "Range", "bytes=0-99");
    http.get(file, "Range", "bytes=100-149");
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(upstreams.exchanges(Route.FILES))
                .extracting(exchange -> exchange.request().range())
                .containsExactly("bytes=0-99", "bytes=100-149"));
    assertThat(upstreams.bytes(Route.FILES)).isEqualTo(150);
  }
}
