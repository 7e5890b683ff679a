package io.farmsync.weather.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.WeatherAnswer.Code;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderHttpTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private SampleUpstreams world;
  private URI uri;

  @BeforeAll
  void start() throws IOException {
    world = SampleUpstreams.start();
    uri =
        URI.create(
            world.openMeteoUrl() + "/v1/forecast?latitude=1&longitude=1&current=temperature_2m");
  }

  @AfterEach
  void heal() {
    world.heal().clearLog();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void anAnswerIsReadAndMeasured() throws Exception {
    try (var upstream = upstream(settings())) {
      assertThat(ask(upstream, 7)).isPositive();
    }
    assertThat(meters.get("weather.provider.requests").counter().count()).isOne();
    assertThat(meters.get("weather.provider.locations").summary().totalAmount()).isEqualTo(7);
    assertThat(meters.get("weather.provider.latency").timer().count()).isOne();
    assertThat(meters.get("weather.provider.quota.left").tag("window", "minute").gauge().value())
        .isEqualTo(93);
  }

  static Stream<Arguments> passing() {
    return Stream.of(
        Arguments.of(Fault.status(500), Code.SERVER_ERROR),
        Arguments.of(Fault.status(503), Code.SERVER_ERROR),
        Arguments.of(Fault.status(429), Code.THROTTLED),
        Arguments.of(Fault.dropConnection(), Code.UNREACHABLE),
        Arguments.of(Fault.truncatedBody(), Code.UNREACHABLE),
        Arguments.of(Fault.neverAnswer(), Code.TIMEOUT));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void whatMayPassIsTriedThreeTimes(Fault fault, Code code) {
    world.fail(Route.OPEN_METEO, fault);
    assertThat(failure(settings()).code()).isEqualTo(code);
    // the JDK's client opens a second connection when a pooled one ends before any answer
    assertThat(world.requests(Route.OPEN_METEO))
        .isBetween(3L, fault instanceof Fault.DropConnection ? 6L : 3L);
  }

  @ParameterizedTest
  @MethodSource("passing")
  void oneFailureIsForgiven(Fault fault, Code code) throws Exception {
    world.failNext(Route.OPEN_METEO, 1, fault);
    try (var upstream = upstream(settings())) {
      assertThat(ask(upstream, 1)).as("%s", code).isPositive();
    }
  }

  static Stream<Arguments> lasting() {
    return Stream.of(
        Arguments.of(Fault.status(400), Code.REFUSED),
        Arguments.of(Fault.status(403), Code.REFUSED),
        Arguments.of(Fault.status(404), Code.REFUSED),
        Arguments.of(Fault.htmlPage(), Code.UNREADABLE),
        Arguments.of(Fault.redirect(URI.create("http://169.254.169.254/")), Code.REFUSED));
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void whatWillNotPassIsTriedOnce(Fault fault, Code code) {
    world.fail(Route.OPEN_METEO, fault);
    assertThat(failure(settings()).code()).isEqualTo(code);
    assertThat(world.requests(Route.OPEN_METEO)).isOne();
  }

  @Test
  void anEndlessBodyCostsItsBoundOnly() {
    world.fail(Route.OPEN_METEO, Fault.endlessBody());
    var failure = failure(settings());
    assertThat(failure.code()).isEqualTo(Code.UNREADABLE);
    assertThat(failure).hasMessageContaining("longer than");
  }

  @Test
  void aShortRetryAfterIsWaitedOut() throws Exception {
    world.failNext(Route.OPEN_METEO, 1, Fault.tooManyRequests("1"));
    try (var upstream = upstream(settings())) {
      long started = System.nanoTime();
      assertThat(ask(upstream, 1)).isPositive();
      assertThat(Duration.ofNanos(System.nanoTime() - started))
          .isGreaterThan(Duration.ofMillis(900));
    }
  }

  @Test
  void aLongRetryAfterLeavesTheUpstreamAlone() {
    world.failNext(Route.OPEN_METEO, 1, Fault.tooManyRequests("60"));
    try (var upstream = upstream(settings())) {
      var first = failure(upstream, uri);
      assertThat(first.code()).isEqualTo(Code.THROTTLED);
      assertThat(first.retryAt().orElseThrow()).isAfter(Instant.now().plusSeconds(55));
      var second = failure(upstream, uri);
      assertThat(second.code()).isEqualTo(Code.PAUSED);
      assertThat(second.retryAt()).isEqualTo(first.retryAt());
    }
    assertThat(world.requests(Route.OPEN_METEO)).isOne();
  }

  @Test
  void theBreakerOpensAndOneGoodAnswerClosesIt() throws Exception {
    world.fail(Route.OPEN_METEO, Fault.status(500));
    var breaking = settings(1, 5, 100, Duration.ofMillis(200));
    try (var upstream = upstream(breaking)) {
      for (int i = 0; i < 5; i++) {
        assertThat(failure(upstream, uri).code()).isEqualTo(Code.SERVER_ERROR);
      }
      var paused = failure(upstream, uri);
      assertThat(paused.code()).isEqualTo(Code.PAUSED);
      assertThat(paused.retryAt()).isPresent();
      assertThat(world.requests(Route.OPEN_METEO)).isEqualTo(5);
      assertThat(breakerState()).isEqualTo(1);
      world.heal();
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptions()
          .until(() -> ask(upstream, 1) > 0);
      assertThat(breakerState()).isZero();
    }
  }

  @Test
  void aRefusalOfTheQuestionDoesNotOpenTheBreaker() {
    world.fail(Route.OPEN_METEO, Fault.status(400));
    try (var upstream = upstream(settings(1, 2, 100, Duration.ofSeconds(30)))) {
      for (int i = 0; i < 5; i++) {
        assertThat(failure(upstream, uri).code()).isEqualTo(Code.REFUSED);
      }
    }
    assertThat(world.requests(Route.OPEN_METEO)).isEqualTo(5);
  }

  @Test
  void aSpentQuotaOfTheDayAsksNobody() throws Exception {
    var quota =
        new UpstreamSettings(
            Duration.ofSeconds(1),
            1,
            Duration.ofMillis(10),
            DataSize.ofMegabytes(1),
            5,
            Duration.ofSeconds(1),
            100,
            100,
            10);
    try (var upstream = upstream(quota)) {
      assertThat(ask(upstream, 10)).isPositive();
      var failure = failure(upstream, uri);
      assertThat(failure.code()).isEqualTo(Code.PAUSED);
      assertThat(failure).hasMessageContaining("quota per day");
      assertThat(failure.retryAt().orElseThrow()).isAfter(Instant.now());
    }
    assertThat(world.requests(Route.OPEN_METEO)).isOne();
  }

  private int ask(ProviderHttp upstream, int places) throws UpstreamException {
    return upstream.get(uri, "forecast", places, body -> body.length);
  }

  private double breakerState() {
    return meters.get("spectral.provider.circuit.state").gauge().value();
  }

  private UpstreamException failure(UpstreamSettings settings) {
    return failure(settings, uri);
  }

  private UpstreamException failure(UpstreamSettings settings, URI at) {
    try (var upstream = upstream(settings)) {
      return failure(upstream, at);
    }
  }

  private static UpstreamException failure(ProviderHttp upstream, URI at) {
    return catchThrowableOfType(
        UpstreamException.class, () -> upstream.get(at, "forecast", 1, body -> body.length));
  }

  private ProviderHttp upstream(UpstreamSettings settings) {
    meters.clear();
    return new ProviderHttp("open_meteo", uri, settings, meters, Clock.systemUTC());
  }

  private static UpstreamSettings settings() {
    return settings(3, 50, 100, Duration.ofSeconds(30));
  }

  private static UpstreamSettings settings(
      int tries, int breakerFailures, int perMinute, Duration breakerPause) {
    return new UpstreamSettings(
        Duration.ofMillis(500),
        tries,
        Duration.ofMillis(10),
        DataSize.ofMegabytes(1),
        breakerFailures,
        breakerPause,
        perMinute,
        1000,
        1000);
  }
}
