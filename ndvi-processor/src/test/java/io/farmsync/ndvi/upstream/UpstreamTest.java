package io.farmsync.ndvi.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.ndvi.SampleScenes;
import io.farmsync.ndvi.upstream.UpstreamFailure.Kind;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpstreamTest {
  private static final String FILE = "sentinel2/pajottenland/S2B_31UES_20180804_0_L2A/B04.tif";
  private static final UpstreamLimits QUICK =
      new UpstreamLimits(
          Duration.ofMillis(400),
          2,
          Duration.ofMillis(10),
          Duration.ofSeconds(2),
          8,
          3,
          Duration.ofMillis(200));

  private SampleUpstreams servers;
  private Upstream upstream;

  @BeforeEach
  void start() throws IOException {
    servers = SampleUpstreams.start();
    upstream = new SampleScenes(servers, QUICK).upstream();
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void rangeIsAnsweredWithThatPartAndTheFilesLength() {
    Answer answer = upstream.ask(Ask.range(file(), 0, 100, 1 << 20));

    assertThat(answer.isWhole()).isFalse();
    assertThat(answer.body()).hasSize(100);
    assertThat(answer.fileLength())
        .hasValueSatisfying(length -> assertThat(length).isGreaterThan(100));
  }

  @Test
  void transientFailureIsAskedAgain() {
    servers.failNext(Route.FILES, 1, Fault.status(503));

    assertThat(ask().status()).isEqualTo(206);
    assertThat(servers.requests(Route.FILES)).isEqualTo(2);
  }

  @Test
  void retryAfterIsWaitedForWhenItIsShort() {
    servers.failNext(Route.FILES, 1, Fault.tooManyRequests("1"));
    Instant start = Instant.now();

    assertThat(ask().status()).isEqualTo(206);
    assertThat(Duration.between(start, Instant.now()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void longRetryAfterFailsAtOnceAndSaysHowLong() {
    servers.fail(Route.FILES, Fault.tooManyRequests("3600"));

    UpstreamFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
    assertThat(servers.requests(Route.FILES)).isEqualTo(1);
  }

  @Test
  void silenceEndsAtTheTimeout() {
    servers.fail(Route.FILES, Fault.neverAnswer());

    assertThat(failure().kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void endlessBodyEndsAtTheBound() {
    servers.fail(Route.FILES, Fault.endlessBody());

    assertThat(failure()).hasMessageContaining("longer than");
  }

  @Test
  void bodyCutOffInTransitIsAskedAgain() {
    servers.failNext(Route.FILES, 1, Fault.truncatedBody());

    assertThat(ask().body()).hasSize(100);
  }

  @Test
  void hostThatFailsAgainAndAgainIsLeftAloneUntilItRecovers() {
    servers.fail(Route.FILES, Fault.dropConnection());
    failure();
    failure();
    failure();
    long asked = servers.requests(Route.FILES);

    assertThat(failure()).hasMessageContaining("not asked again for a while");
    assertThat(servers.requests(Route.FILES)).isEqualTo(asked);
    assertThat(upstream.breakers()).containsValue("open");

    servers.heal();
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .ignoreExceptions()
        .until(() -> ask().status() == 206);
    assertThat(upstream.breakers()).containsValue("closed").doesNotContainValue("open");
  }

  @Test
  void redirectToAnAllowedHostIsFollowed() {
    servers.failNext(Route.FILES, 1, Fault.redirect(file()));

    assertThat(ask().status()).isEqualTo(206);
  }

  @Test
  void redirectToAPrivateAddressIsRefused() {
    servers.fail(
        Route.FILES, Fault.redirect(URI.create("http://169.254.169.254/latest/meta-data")));

    assertThat(failure())
        .hasMessageContaining("169.254.169.254")
        .hasMessageContaining("not on the list");
  }

  @Test
  void redirectInACircleEnds() {
    servers.fail(Route.FILES, Fault.redirect(file()));

    assertThat(failure()).hasMessageContaining("more than 3 redirects");
  }

  @Test
  void onlyListedHostsAreAllowed() {
    var hosts =
        new AllowedHosts(
            List.of(URI.create("https://catalogue.example/v1")),
            List.of("bucket.example", "*.cdn.example", "local:9000"));

    hosts.check(URI.create("https://catalogue.example/v1/search"));
    hosts.check(URI.create("https://BUCKET.example:443/file.tif"));
    hosts.check(URI.create("https://a.cdn.example/file.tif"));
    hosts.check(URI.create("http://local:9000/file.tif"));
    for (String link :
        List.of(
            "https://catalogue.example:8443/",
            "https://evil.example/",
            "https://cdn.example.evil.example/",
            "https://evilcdn.example/",
            "http://127.0.0.1/",
            "http://[::1]/",
            "https://bucket.example@evil.example/",
            "https://user@bucket.example/",
            "file:///etc/passwd",
            "s3://bucket.example/file.jp2",
            "/relative")) {
      assertThatThrownBy(() -> hosts.check(URI.create(link)))
          .as(link)
          .isInstanceOfSatisfying(
              UpstreamFailure.class, refused -> assertThat(refused.kind()).isEqualTo(Kind.REFUSED));
    }
  }

  @Test
  void catalogueOnThisMachineMayLinkToAnotherPortOfItButNobodyMayRedirectThere() {
    var hosts = new AllowedHosts(List.of(URI.create("http://127.0.0.1:9000/stac")), List.of());
    var beside = URI.create("http://127.0.0.1:9001/B04.tif");

    hosts.check(beside);
    assertThatThrownBy(() -> hosts.checkRedirect(beside)).isInstanceOf(UpstreamFailure.class);
    assertThatThrownBy(() -> hosts.check(URI.create("http://127.0.0.2:9001/B04.tif")))
        .isInstanceOf(UpstreamFailure.class);
    assertThatThrownBy(() -> hosts.check(URI.create("http://10.0.0.1/B04.tif")))
        .isInstanceOf(UpstreamFailure.class);
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(RetryAfter.parse("120", now)).contains(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse("Thu, 01 Jan 2026 00:00:30 GMT", now))
        .contains(Duration.ofSeconds(30));
    assertThat(RetryAfter.parse("Wed, 31 Dec 2025 00:00:00 GMT", now)).contains(Duration.ZERO);
    assertThat(RetryAfter.parse("soon", now)).isEmpty();
  }

  private URI file() {
    return URI.create(servers.filesUrl() + "/" + FILE);
  }

  private Answer ask() {
    return upstream.ask(Ask.range(file(), 0, 100, 1 << 20));
  }

  private UpstreamFailure failure() {
    try {
      ask();
    } catch (UpstreamFailure failure) {
      return failure;
    }
    throw new AssertionError("no failure");
  }
}
