package io.farmsync.platform.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.platform.upstream.UpstreamFailure.Kind;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpstreamTest {
  private static final String FILE = "sentinel2/pajottenland/S2B_31UES_20180804_0_L2A/B04.tif";
  private static final UpstreamLimits QUICK =
      new UpstreamLimits(
          Duration.ofSeconds(2),
          2,
          Duration.ofMillis(10),
          Duration.ofSeconds(2),
          8,
          3,
          Duration.ofMillis(200),
          UpstreamLimits.HOST_IN_TROUBLE);

  private SampleUpstreams servers;
  private Upstream upstream;

  @BeforeEach
  void start() throws IOException {
    servers = SampleUpstreams.start();
    upstream = upstream(QUICK, Quota.NONE);
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
  void longRetryAfterFailsAtOnceSaysHowLongAndLeavesTheHostAlone() {
    servers.fail(Route.FILES, Fault.tooManyRequests("3600"));

    UpstreamFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.retryAt().orElseThrow()).isAfter(Instant.now().plusSeconds(3500));
    UpstreamFailure second = failure();
    assertThat(second.kind()).isEqualTo(Kind.LEFT_ALONE);
    assertThat(second.retryAt()).isEqualTo(failure.retryAt());
    assertThat(servers.requests(Route.FILES)).isEqualTo(1);
  }

  @Test
  void silenceEndsAtTheTimeout() {
    servers.fail(Route.FILES, Fault.neverAnswer());

    assertThat(failure().kind()).isEqualTo(Kind.TIMED_OUT);
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
  void deadlineCoversTheBody() throws IOException {
    try (var slow = new SlowBody()) {
      var asked = upstream(QUICK, Quota.NONE, slow.uri());
      assertThat(failure(() -> asked.ask(Ask.json(slow.uri(), 1000))).kind())
          .isEqualTo(Kind.TIMED_OUT);
    }
  }

  @Test
  void deadHostIsUnreachable() throws IOException {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    URI dead = URI.create("http://127.0.0.1:" + free + "/");
    var asked = upstream(QUICK, Quota.NONE, dead);

    assertThat(failure(() -> asked.ask(Ask.json(dead, 1000))).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void questionOverTheQuotaIsNotSent() {
    var asked =
        upstream(
            QUICK,
            ask -> {
              if (ask.cost() > 5) {
                throw UpstreamFailure.leftAlone("files", "quota is spent", Instant.MAX);
              }
            });
    Ask cheap = Ask.range(file(), 0, 100, 1 << 20);

    assertThat(asked.ask(cheap.counted("file", 5)).status()).isEqualTo(206);
    assertThat(failure(() -> asked.ask(cheap.counted("file", 6))).kind())
        .isEqualTo(Kind.LEFT_ALONE);
    assertThat(servers.requests(Route.FILES)).isEqualTo(1);
  }

  @Test
  void spentQuotaDoesNotHideWhatFailedBefore() {
    servers.fail(Route.FILES, Fault.status(500));
    var attempts = new AtomicInteger();
    var asked =
        upstream(
            QUICK,
            _ -> {
              if (attempts.incrementAndGet() > 1) {
                throw UpstreamFailure.leftAlone("files", "quota is spent", Instant.MAX);
              }
            });

    UpstreamFailure failure = failure(() -> asked.ask(Ask.json(file(), 1000)));

    assertThat(failure.kind()).isEqualTo(Kind.SERVER_ERROR);
    assertThat(failure.retryAt()).contains(Instant.MAX);
  }

  @Test
  void answerThatItsReaderRefusesCountsAsItsKindSays() {
    for (var expected : Map.of(Kind.SERVER_ERROR, "open", Kind.BAD_ANSWER, "closed").entrySet()) {
      var asked = upstream(QUICK, Quota.NONE);
      for (int i = 0; i < QUICK.failuresToOpen(); i++) {
        failure(() ->
            asked.ask(
                Ask.range(file(), 0, 100, 1 << 20),
                _ -> {
                  throw new UpstreamFailure(expected.getKey(), "files", "nonsense");
                }));
      }
      assertThat(asked.breakers()).containsValue(expected.getValue());
    }
  }

  @Test
  void refusalOfTheQuestionDoesNotOpenTheBreakerAndSaysWhy() {
    servers.fail(Route.FILES, Fault.status(400));

    for (int i = 0; i < 5; i++) {
      assertThat(failure()).hasMessageContaining("sample fault 400");
    }
    assertThat(servers.requests(Route.FILES)).isEqualTo(5);
    assertThat(upstream.breakers()).containsValue("closed");
  }

  private URI file() {
    return URI.create(servers.filesUrl() + "/" + FILE);
  }

  private Answer ask() {
    return upstream.ask(Ask.range(file(), 0, 100, 1 << 20));
  }

  private Upstream upstream(UpstreamLimits limits, Quota quota) {
    return upstream(limits, quota, servers.filesUrl());
  }

  private static Upstream upstream(UpstreamLimits limits, Quota quota, URI allowed) {
    return new Upstream(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
        new AllowedHosts(List.of(allowed), List.of()),
        limits,
        quota,
        UpstreamListener.NONE,
        Clock.systemUTC());
  }

  private UpstreamFailure failure() {
    return failure(this::ask);
  }

  private static UpstreamFailure failure(Runnable asking) {
    try {
      asking.run();
    } catch (UpstreamFailure failure) {
      return failure;
    }
    throw new AssertionError("no failure");
  }
}
