package io.farmsync.weather.upstream;

import io.farmsync.schemas.WeatherAnswer.Code;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One upstream's HTTP service. A question waits for its quota, has a deadline for the whole answer,
 * is tried again for network errors, 429 and 5xx, and fails at once while the breaker is open or
 * the upstream asked to be left alone. It never follows redirects. Safe for many threads.
 */
public final class Upstream implements AutoCloseable {

  /** Turns a body into what was asked for. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(byte[] body) throws UnreadableException;
  }

  private static final Duration LONGEST_PAUSE_BETWEEN_TRIES = Duration.ofSeconds(3);
  private static final int EXCERPT = 300;

  private final String name;
  private final UpstreamSettings settings;
  private final Clock clock;
  private final UpstreamMetrics metrics;
  private final Quotas quotas;
  private final CircuitBreaker breaker;
  private final HttpClient http;
  private volatile Instant leaveAloneUntil = Instant.MIN;

  public Upstream(String name, UpstreamSettings settings, MeterRegistry meters, Clock clock) {
    this.name = name;
    this.settings = settings;
    this.clock = clock;
    this.metrics = new UpstreamMetrics(meters, name);
    this.quotas = new Quotas(name, settings, metrics, clock);
    this.breaker = breaker(name, settings);
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    metrics.breaker(this::breakerState);
  }

  /**
   * Asks, and reads the answer.
   *
   * @param endpoint what is asked for, for the metrics
   * @param places how much of the quota it costs
   */
  public <T> T get(URI uri, String endpoint, int places, Reader<T> reader)
      throws UpstreamException {
    @Nullable UpstreamException before = null;
    for (int attempt = 1; ; attempt++) {
      try {
        return guarded(uri, endpoint, places, reader);
      } catch (UpstreamException e) {
        metrics.failed(endpoint, e.code());
        if (before != null && e.code() == Code.PAUSED) {
          throw before.until(
              e.retryAt()); // what made the breaker open says more than that it is open
        }
        before = e;
        var pause = pauseBefore(attempt + 1, e);
        if (!e.passes()
            || attempt >= settings.tries()
            || pause.compareTo(LONGEST_PAUSE_BETWEEN_TRIES) > 0) {
          throw e;
        }
        sleep(pause);
      }
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** One try, if breaker, quota and the upstream's own wish allow it. */
  private <T> T guarded(URI uri, String endpoint, int places, Reader<T> reader)
      throws UpstreamException {
    var quietUntil = leaveAloneUntil;
    if (clock.instant().isBefore(quietUntil)) {
      throw UpstreamException.paused(
          name + " asked to be left alone until " + quietUntil, quietUntil);
    }
    try {
      breaker.acquirePermission();
    } catch (CallNotPermittedException e) {
      throw UpstreamException.paused(
          name + " failed " + settings.breakerFailures() + " times in a row and is left alone",
          clock.instant().plus(settings.breakerPause()));
    }
    long started = System.nanoTime();
    try {
      quotas.take(places);
      started = System.nanoTime();
      var answer = ask(uri, endpoint, places, reader);
      breaker.onSuccess(System.nanoTime() - started, TimeUnit.NANOSECONDS);
      return answer;
    } catch (UpstreamException e) {
      if (e.countsAgainstUpstream()) {
        breaker.onError(System.nanoTime() - started, TimeUnit.NANOSECONDS, e);
      } else {
        breaker.releasePermission();
      }
      throw e;
    }
  }

  private <T> T ask(URI uri, String endpoint, int places, Reader<T> reader)
      throws UpstreamException {
    metrics.asks(endpoint, places);
    long started = System.nanoTime();
    var response = send(uri);
    metrics.answered(endpoint, Duration.ofNanos(System.nanoTime() - started));
    requireSuccess(response);
    requireNoHtml(response);
    try {
      return reader.read(response.body());
    } catch (UnreadableException e) {
      throw UpstreamException.unreadable(e);
    }
  }

  /** The deadline covers the body too, which the client's own timeout does not. */
  private HttpResponse<byte[]> send(URI uri) throws UpstreamException {
    var request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/json")
            .header("User-Agent", "farm-sync")
            .GET()
            .build();
    var answer = http.sendAsync(request, _ -> new BoundedBody(settings.maxBody().toBytes()));
    try {
      return answer.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw UpstreamException.of(
          Code.TIMEOUT, name + " gave no whole answer within " + settings.timeout(), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() instanceof IOException io ? io : new IOException(e.getCause()));
    }
  }

  private UpstreamException failure(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BoundedBody.TooLongException) {
        return UpstreamException.of(Code.UNREADABLE, name + ": " + cause.getMessage(), e);
      }
    }
    var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return UpstreamException.of(Code.UNREACHABLE, name + " cannot be reached: " + reason, e);
  }

  private void requireSuccess(HttpResponse<byte[]> response) throws UpstreamException {
    int status = response.statusCode();
    if (status == 200) {
      return;
    }
    var code = status == 429 ? Code.THROTTLED : status >= 500 ? Code.SERVER_ERROR : Code.REFUSED;
    var retryAt = RetryAfter.parse(response.headers().firstValue("Retry-After"), clock.instant());
    if (code == Code.THROTTLED) {
      retryAt.ifPresent(at -> leaveAloneUntil = at);
    }
    throw UpstreamException.of(
        code,
        status,
        name + " answered " + status + ": " + excerpt(response.body()),
        retryAt.orElse(null));
  }

  /** A firewall's page comes with status 200. */
  private void requireNoHtml(HttpResponse<byte[]> response) throws UpstreamException {
    var type = response.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith("text/html") || excerpt(response.body()).startsWith("<")) {
      throw UpstreamException.of(
          Code.UNREADABLE, name + " answered 200 with HTML: " + excerpt(response.body()), null);
    }
  }

  private Duration pauseBefore(int attempt, UpstreamException failure) {
    var backoff = settings.backoff().multipliedBy(1L << Math.min(attempt - 2, 10));
    return failure
        .retryAt()
        .map(at -> Duration.between(clock.instant(), at).plusMillis(1))
        .filter(Duration::isPositive)
        .orElse(backoff);
  }

  private void sleep(Duration pause) throws UpstreamException {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private UpstreamException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return UpstreamException.of(Code.UNREACHABLE, "stopped while asking " + name, e);
  }

  private int breakerState() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> 1;
      case HALF_OPEN -> 2;
      case CLOSED, DISABLED, METRICS_ONLY -> 0;
    };
  }

  private static String excerpt(byte[] body) {
    var text = new String(body, 0, Math.min(body.length, EXCERPT), StandardCharsets.UTF_8);
    return text.strip().replaceAll("\\s+", " ");
  }

  private static CircuitBreaker breaker(String name, UpstreamSettings settings) {
    return CircuitBreaker.of(
        name,
        CircuitBreakerConfig.custom()
            .slidingWindowType(SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(settings.breakerFailures())
            .minimumNumberOfCalls(settings.breakerFailures())
            .failureRateThreshold(100)
            .waitDurationInOpenState(settings.breakerPause())
            .permittedNumberOfCallsInHalfOpenState(1)
            .build());
  }
}
