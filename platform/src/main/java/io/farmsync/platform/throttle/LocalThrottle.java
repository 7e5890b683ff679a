package io.farmsync.platform.throttle;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Throttles with state in this process; bounded in callers. */
public final class LocalThrottle implements Throttle {

  private record Caller(Bucket bucket, String key) {}

  private final LoadingCache<Caller, io.github.bucket4j.Bucket> callers;

  /**
   * A throttle in which every caller starts with its full allowance.
   *
   * @throws IllegalArgumentException if a rate cannot be read
   */
  public LocalThrottle(ThrottleProperties properties) {
    Duration longest =
        Arrays.stream(Bucket.values())
            .map(bucket -> properties.rate(bucket).period())
            .max(Duration::compareTo)
            .orElseThrow();
    this.callers =
        Caffeine.newBuilder()
            .maximumSize(properties.callers())
            .expireAfterAccess(longest.multipliedBy(2))
            .build(caller -> full(properties.rate(caller.bucket())));
  }

  @Override
  public Optional<Duration> take(Bucket bucket, String key) {
    var probe = callers.get(new Caller(bucket, key)).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private static io.github.bucket4j.Bucket full(Rate rate) {
    return io.github.bucket4j.Bucket.builder()
        .addLimit(limit -> limit.capacity(rate.count()).refillGreedy(rate.count(), rate.period()))
        .build();
  }
}
