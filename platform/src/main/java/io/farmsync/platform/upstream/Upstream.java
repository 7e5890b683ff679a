package io.farmsync.platform.upstream;

import io.farmsync.platform.upstream.UpstreamFailure.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks allowed hosts over HTTP. Every answer is bounded in bytes and in time, redirects are
 * followed only to allowed hosts, transient failures are tried again, and a host that fails again
 * and again, or asks for it, is left alone for a while. Safe for many threads; the calling thread
 * blocks.
 */
public final class Upstream {
  private static final int MOST_REDIRECTS = 3;
  private static final int EXCERPT_CHARACTERS = 300;

  private final HttpClient http;
  private final AllowedHosts hosts;
  private final UpstreamLimits limits;
  private final Quota quota;
  private final UpstreamListener listener;
  private final Clock clock;

  /** One entry per allowed host that was asked. */
  private final Map<String, Host> states = new ConcurrentHashMap<>();

  /**
   * @param http must not follow redirects by itself
   */
  public Upstream(
      HttpClient http,
      AllowedHosts hosts,
      UpstreamLimits limits,
      Quota quota,
      UpstreamListener listener,
      Clock clock) {
    if (http.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "http: follows redirects (expected: never, they are checked here)");
    }
    this.http = http;
    this.hosts = hosts;
    this.limits = limits;
    this.quota = quota;
    this.listener = listener;
    this.clock = clock;
  }

  /** The answer as it is. */
  public Answer ask(Ask ask) {
    return ask(ask, answer -> answer);
  }

  /**
   * @param reader makes of an answer what was asked for; throws an {@code UpstreamFailure} where it
   *     cannot, which may count against the host and is retried like any other
   * @throws UpstreamFailure when there is no answer with status 200 or 206, or none that can be
   *     read, after the attempts that make sense
   * @throws CancellationException if the calling thread is interrupted; it stays so
   */
  public <T> T ask(Ask ask, Function<Answer, T> reader) {
    Ask current = ask;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      if (redirects == 0) {
        hosts.check(current.link());
      } else {
        hosts.checkRedirect(current.link());
      }
      switch (guarded(current, reader)) {
        case Outcome.Read<T>(T value) -> {
          return value;
        }
        case Outcome.Elsewhere<T>(URI link) -> current = current.at(link);
      }
    }
    throw new UpstreamFailure(
        Kind.REFUSED,
        AllowedHosts.authority(ask.link()),
        "more than " + MOST_REDIRECTS + " redirects");
  }

  /**
   * Breaker state of every host asked so far: {@code closed}, {@code open} or {@code half_open}.
   */
  public Map<String, String> breakers() {
    return states.values().stream()
        .collect(Collectors.toUnmodifiableMap(Host::name, Host::breakerState));
  }

  /** Every host asked so far. */
  public List<HostState> hosts() {
    return states.values().stream().map(Host::state).toList();
  }

  /** Lets all hosts be asked again at once, but for those that asked for a rest themselves. */
  public void resetBreakers() {
    states.values().forEach(Host::resetBreaker);
  }

  private Host host(Ask ask) {
    return states.computeIfAbsent(
        AllowedHosts.authority(ask.link()), name -> new Host(name, limits, listener));
  }

  private sealed interface Outcome<T> {
    record Read<T>(T value) implements Outcome<T> {}

    record Elsewhere<T>(URI link) implements Outcome<T> {}
  }

  /** All attempts of one question, if the host may be asked at all. */
  private <T> Outcome<T> guarded(Ask ask, Function<Answer, T> reader) {
    Host host = host(ask);
    long start = System.nanoTime();
    try {
      host.enter(clock.instant());
    } catch (UpstreamFailure closed) {
      listener.leftAlone(ask, closed);
      throw closed;
    }
    try {
      Outcome<T> outcome = attempts(ask, host, reader);
      host.succeeded(Duration.ofNanos(System.nanoTime() - start));
      return outcome;
    } catch (UpstreamFailure failure) {
      if (limits.againstTheHost().contains(failure.kind())) {
        host.failed(Duration.ofNanos(System.nanoTime() - start), clock.instant());
      } else {
        host.leave(); // says nothing of the host, neither good nor bad
      }
      throw failure;
    } catch (InterruptedException stopped) {
      host.leave();
      Thread.currentThread().interrupt();
      throw new CancellationException("stopped while asking " + host.name());
    } catch (RuntimeException unexpected) {
      host.leave();
      throw unexpected;
    }
  }

  private <T> Outcome<T> attempts(Ask ask, Host host, Function<Answer, T> reader)
      throws InterruptedException {
    @Nullable UpstreamFailure before = null;
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(ask, host, reader);
      } catch (UpstreamFailure failure) {
        if (failure.kind() == Kind.LEFT_ALONE) { // the quota; what failed before says more
          listener.leftAlone(ask, failure);
          throw before == null ? failure : before.notBefore(failure.retryAt());
        }
        before = failure;
        Duration pause = pauseAfter(attempt, failure);
        if (!failure.kind().retryable()
            || attempt >= limits.attempts()
            || pause.compareTo(limits.longestWait()) > 0) {
          throw failure;
        }
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      }
    }
  }

  private Duration pauseAfter(int attempt, UpstreamFailure failure) {
    return failure
        .retryAt()
        .map(at -> Duration.between(clock.instant(), at).plusMillis(1))
        .filter(Duration::isPositive)
        .orElse(limits.backOff().multipliedBy(1L << Math.min(attempt - 1, 10)));
  }

  private <T> Outcome<T> attempt(Ask ask, Host host, Function<Answer, T> reader)
      throws InterruptedException {
    quota.take(ask);
    host.takeTurn();
    long start = System.nanoTime();
    @Nullable UpstreamFailure failure = null;
    try {
      Received received = Exchange.of(http, ask, host, limits.timeout(), clock);
      failOnRefusal(received, host);
      Optional<URI> elsewhere = redirectOf(ask, received);
      return elsewhere.isPresent()
          ? new Outcome.Elsewhere<>(elsewhere.get())
          : new Outcome.Read<>(reader.apply(received.answer()));
    } catch (UpstreamFailure failed) {
      failure = failed;
      throw failed;
    } finally {
      host.giveTurn();
      listener.asked(ask, host.name(), Duration.ofNanos(System.nanoTime() - start), failure);
    }
  }

  private void failOnRefusal(Received received, Host host) {
    int status = received.status();
    if (status == 200 || status == 206) {
      String type = received.header("content-type").orElse("");
      if (type.toLowerCase(Locale.ROOT).startsWith("text/html")) {
        throw refusal(Kind.WAF_BLOCKED, received, host, " with an HTML page instead of data: ");
      }
      return;
    }
    if (status >= 300 && status < 400) {
      return;
    }
    Kind kind =
        switch (status) {
          case 401, 403 -> Kind.AUTH_FAILED;
          case 400, 414, 422 -> Kind.INVALID_REQUEST;
          case 404, 410 -> Kind.NOT_FOUND;
          case 429 -> Kind.THROTTLED;
          default -> status >= 500 ? Kind.SERVER_ERROR : Kind.BAD_ANSWER;
        };
    throw refusal(kind, received, host, ": ");
  }

  private UpstreamFailure refusal(Kind kind, Received received, Host host, String what) {
    Instant now = clock.instant();
    Optional<Instant> retryAt = RetryAfter.parse(received.header("Retry-After"), now);
    if (kind == Kind.THROTTLED) {
      retryAt
          .filter(at -> Duration.between(now, at).compareTo(limits.longestWait()) > 0)
          .ifPresent(host::leaveAloneUntil);
    }
    return UpstreamFailure.ofStatus(
        kind,
        host.name(),
        "answers " + received.status() + what + excerpt(received.body()),
        received.status(),
        retryAt,
        now);
  }

  private static Optional<URI> redirectOf(Ask ask, Received received) {
    int status = received.status();
    if (status == 200 || status == 206) {
      return Optional.empty();
    }
    String host = AllowedHosts.authority(ask.link());
    boolean repeats =
        status == 307 || status == 308 || (ask.body() == null && status >= 301 && status <= 303);
    Optional<String> location = received.header("location");
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

  private static String excerpt(byte[] body) {
    var text =
        new String(body, 0, Math.min(body.length, EXCERPT_CHARACTERS), StandardCharsets.UTF_8);
    return text.strip().replaceAll("\\s+", " ");
  }
}
