package io.farmsync.weather.upstream;

import io.farmsync.platform.upstream.Ask;
import io.farmsync.platform.upstream.Quota;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * What we allow ourselves to ask of an upstream, counted in places as the providers count. Windows
 * start with the process and follow each other. Waiting is for the minute's window only.
 */
final class Quotas implements Quota {

  private static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(15);

  private record Window(String name, Duration length, RateLimiter limiter) {}

  private final String upstream;
  private final List<Window> windows;
  private final Clock clock;

  Quotas(String upstream, UpstreamSettings settings, UpstreamMetrics metrics, Clock clock) {
    this.upstream = upstream;
    var day = Duration.ofDays(1);
    var hour = Duration.ofHours(1);
    var minute = Duration.ofMinutes(1);
    this.windows =
        List.of(
            window(upstream, "day", day, settings.perDay(), Duration.ZERO),
            window(upstream, "hour", hour, settings.perHour(), Duration.ZERO),
            window(upstream, "minute", minute, settings.perMinute(), minute.plusSeconds(1)));
    this.clock = clock;
    for (var window : windows) {
      metrics.quota(window.name(), () -> window.limiter().getMetrics().getAvailablePermissions());
    }
  }

  /** Returns when so many places as the question costs may be asked for. */
  @Override
  public void take(Ask ask) throws InterruptedException {
    for (var window : windows) {
      if (!window.limiter().acquirePermission(ask.cost())) {
        var wait =
            window.length().compareTo(LONGEST_POSTPONEMENT) < 0
                ? window.length()
                : LONGEST_POSTPONEMENT;
        if (Thread.interrupted()) {
          throw new InterruptedException("stopped while waiting for the quota");
        }
        throw UpstreamFailure.leftAlone(
            upstream, "our quota per " + window.name() + " is spent", clock.instant().plus(wait));
      }
    }
  }

  private static Window window(
      String upstream, String name, Duration length, int places, Duration longestWait) {
    var config =
        RateLimiterConfig.custom()
            .limitForPeriod(places)
            .limitRefreshPeriod(length)
            .timeoutDuration(longestWait)
            .build();
    return new Window(name, length, RateLimiter.of(upstream + "-" + name, config));
  }
}
