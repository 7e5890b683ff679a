package io.farmsync.ndvi.upstream;

import io.farmsync.ndvi.upstream.UpstreamFailure.Kind;
import io.farmsync.ndvi.upstream.UpstreamListener.Outcome;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks allowed hosts over HTTP. Every answer is bounded in bytes and in time, redirects are
 * followed only to allowed hosts, transient failures are tried again, and a host that fails again
 * and again is left alone for a while. Safe for many threads; the calling thread blocks.
 */
public final class Upstream {
  private static final int MOST_REDIRECTS = 3;

  private final HttpClient http;
  private final AllowedHosts hosts;
  private final UpstreamLimits limits;
  private final UpstreamListener listener;
  private final Clock clock;
  private final Retry retry;

  /** One entry per allowed host that was asked. */
  private final Map<String, Host> states = new ConcurrentHashMap<>();

  private record Host(
      String name,
      Semaphore turn,
      CircuitBreaker breaker,
      AtomicReference<@Nullable Instant> answered) {
    Optional<Instant> lastAnswer() {
      return Optional.ofNullable(answered.get());
    }
  }

  /**
   * @param http must not follow redirects by itself
   */
  public Upstream(
      HttpClient http,
      AllowedHosts hosts,
      UpstreamLimits limits,
      UpstreamListener listener,
      Clock clock) {
    if (http.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "http: follows redirects (expected: never, they are checked here)");
    }
    this.http = http;
    this.hosts = hosts;
    this.limits = limits;
    this.listener = listener;
    this.clock = clock;
    this.retry =
        Retry.of(
            "upstream",
            RetryConfig.<HttpResponse<byte[]>>custom()
                .maxAttempts(limits.attempts())
                .retryOnException(this::mayHelpToAskAgain)
                .intervalBiFunction(this::waitBefore)
                .build());
  }

  /**
   * @throws UpstreamFailure when there is no answer with status 200 or 206, after the attempts that
   *     make sense
   */
  public Answer ask(Ask ask) {
    hosts.check(ask.link());
    try {
      return follow(ask);
    } catch (UpstreamFailure | CancellationException expected) {
      throw expected;
    } catch (CallNotPermittedException open) {
      String name = AllowedHosts.authority(ask.link());
      throw new UpstreamFailure(
          Kind.UNREACHABLE,
          name,
          "cannot be reached: not asked again for a while after %d failures in a row"
              .formatted(limits.failuresToOpen()),
          Optional.of(limits.openFor()),
          Optional.empty(),
          open);
    } catch (Exception unexpected) {
      throw new IllegalStateException("asking " + ask.link(), unexpected);
    }
  }

  /**
   * Breaker state of every host asked so far: {@code closed}, {@code open} or {@code half_open}.
   */
  public Map<String, String> breakers() {
    return states.values().stream()
        .collect(
            java.util.stream.Collectors.toUnmodifiableMap(
                Host::name, host -> nameOf(host.breaker.getState())));
  }

  private Answer follow(Ask ask) throws Exception {
    Ask current = ask;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      if (redirects > 0) {
        hosts.checkRedirect(current.link());
      }
      Ask asked = current;
      Host host = states.computeIfAbsent(AllowedHosts.authority(current.link()), this::newHost);
      HttpResponse<byte[]> response =
          host.breaker.executeCallable(() -> retry.executeCallable(() -> send(asked, host)));
      Optional<URI> elsewhere = redirectOf(asked, response, host.name);
      if (elsewhere.isEmpty()) {
        return answer(response);
      }
      current = asked.at(elsewhere.get());
    }
    throw new UpstreamFailure(
        Kind.REFUSED,
        AllowedHosts.authority(ask.link()),
        "more than " + MOST_REDIRECTS + " redirects");
  }

  private HttpResponse<byte[]> send(Ask ask, Host host) throws InterruptedException {
    host.turn.acquire();
    long start = System.nanoTime();
    Outcome outcome = Outcome.NETWORK;
    try {
      HttpResponse<byte[]> response = exchange(ask, host);
      outcome = Outcome.ERROR;
      failOnRefusal(response, host);
      outcome = Outcome.SUCCESS;
      return response;
    } finally {
      host.turn.release();
      listener.asked(host.name, outcome, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private HttpResponse<byte[]> exchange(Ask ask, Host host) throws InterruptedException {
    var answered = new AtomicBoolean();
    var exchange =
        http.sendAsync(
            ask.request(limits.timeout()),
            head -> {
              answered.set(true);
              host.answered.set(clock.instant());
              return head.statusCode() == 200 || head.statusCode() == 206
                  ? new BoundedBody(ask.mostBytesOf(head.statusCode()))
                  : BodySubscribers.replacing(new byte[0]);
            });
    try {
      // The request's own timeout ends with the headers; this one covers the body as well.
      return exchange.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      exchange.cancel(true);
      throw incomplete(host, answered.get(), "no complete answer within " + limits.timeout(), late);
    } catch (InterruptedException stopped) {
      exchange.cancel(true);
      throw stopped;
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      if (cause instanceof BoundedBody.TooLong) {
        throw new UpstreamFailure(Kind.BAD_ANSWER, host.name, String.valueOf(cause.getMessage()));
      }
      if (cause instanceof IOException) {
        throw incomplete(
            host,
            answered.get(),
            (answered.get() ? "answer breaks off: " : "cannot be reached: ") + cause,
            cause);
      }
      throw new IllegalStateException("asking " + ask.link(), cause);
    }
  }

  private static UpstreamFailure incomplete(
      Host host, boolean answered, String message, Throwable cause) {
    return new UpstreamFailure(
        answered ? Kind.SERVER_ERROR : Kind.UNREACHABLE,
        host.name,
        message,
        Optional.empty(),
        host.lastAnswer(),
        cause);
  }

  private void failOnRefusal(HttpResponse<byte[]> response, Host host) {
    int status = response.statusCode();
    if (status == 200 || status == 206) {
      String type = response.headers().firstValue("content-type").orElse("");
      if (type.toLowerCase(Locale.ROOT).startsWith("text/html")) {
        throw new UpstreamFailure(
            Kind.WAF_BLOCKED,
            host.name,
            "answers " + status + " with an HTML page instead of data");
      }
      return;
    }
    if (status >= 300 && status < 400) {
      return;
    }
    Kind kind =
        switch (status) {
          case 401, 403 -> Kind.AUTH_FAILED;
          case 400, 422 -> Kind.INVALID_REQUEST;
          case 404, 410 -> Kind.NOT_FOUND;
          case 429 -> Kind.THROTTLED;
          default -> status >= 500 ? Kind.SERVER_ERROR : Kind.BAD_ANSWER;
        };
    throw new UpstreamFailure(
        kind,
        host.name,
        "answers %d to %s".formatted(status, response.request().uri().getPath()),
        response
            .headers()
            .firstValue("retry-after")
            .flatMap(text -> RetryAfter.parse(text, clock.instant())),
        host.lastAnswer(),
        null);
  }

  private static Optional<URI> redirectOf(Ask ask, HttpResponse<byte[]> response, String host) {
    int status = response.statusCode();
    if (status == 200 || status == 206) {
      return Optional.empty();
    }
    boolean repeats =
        status == 307 || status == 308 || (ask.body() == null && status >= 301 && status <= 303);
    Optional<String> location = response.headers().firstValue("location");
    if (!repeats || location.isEmpty()) {
      throw new UpstreamFailure(
          Kind.BAD_ANSWER, host, "answers %d, which leads nowhere".formatted(status));
    }
    try {
      return Optional.of(ask.link().resolve(location.get()));
    } catch (IllegalArgumentException notALink) {
      throw new UpstreamFailure(Kind.BAD_ANSWER, host, "redirects to something that is not a link");
    }
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    Optional<Long> length =
        response
            .headers()
            .firstValue("content-range")
            .map(text -> text.substring(text.lastIndexOf('/') + 1))
            .filter(text -> text.matches("\\d{1,18}"))
            .map(Long::parseLong);
    return new Answer(response.statusCode(), response.body(), length);
  }

  private boolean mayHelpToAskAgain(Throwable failure) {
    return failure instanceof UpstreamFailure upstream
        && upstream.kind().retryable()
        && upstream.retryAfter().orElse(Duration.ZERO).compareTo(limits.longestWait()) <= 0;
  }

  private Long waitBefore(int attempt, Either<Throwable, HttpResponse<byte[]>> outcome) {
    Optional<Duration> asked =
        outcome.getLeft() instanceof UpstreamFailure failure
            ? failure.retryAfter()
            : Optional.empty();
    return asked.orElse(limits.backOff().multipliedBy(attempt)).toMillis();
  }

  private Host newHost(String name) {
    CircuitBreaker breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(limits.failuresToOpen())
                .minimumNumberOfCalls(limits.failuresToOpen())
                .failureRateThreshold(100)
                .waitDurationInOpenState(limits.openFor())
                .permittedNumberOfCallsInHalfOpenState(1)
                .recordException(failure ->
                    failure instanceof UpstreamFailure upstream
                        && speaksAgainstTheHost(upstream.kind()))
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(moved ->
            listener.breakerMoved(
                name,
                nameOf(moved.getStateTransition().getFromState()),
                nameOf(moved.getStateTransition().getToState())));
    return new Host(name, new Semaphore(limits.atOnce()), breaker, new AtomicReference<>());
  }

  private static boolean speaksAgainstTheHost(Kind kind) {
    return kind == Kind.SERVER_ERROR || kind == Kind.UNREACHABLE;
  }

  private static String nameOf(CircuitBreaker.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
