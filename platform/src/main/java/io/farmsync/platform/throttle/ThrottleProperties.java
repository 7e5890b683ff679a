package io.farmsync.platform.throttle;

import java.time.Duration;
import java.util.Arrays;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Rates of the throttles, each {@code count/period}.
 *
 * @param apiKey signed calls and calls with an API key
 * @param user calls with a token
 * @param anonymous calls without valid credentials
 * @param shared whether all instances count together, by way of topic {@code call-counts}
 * @param callers how many callers are remembered; beyond it the longest silent one starts anew
 */
@ConfigurationProperties("farm.throttle")
public record ThrottleProperties(
    @DefaultValue("10/min") String apiKey,
    @DefaultValue("1000/min") String user,
    @DefaultValue("100/min") String anonymous,
    @DefaultValue("true") boolean shared,
    @DefaultValue("100000") int callers) {

  /** The longest period that any rate counts over. */
  public Duration longestPeriod() {
    return Arrays.stream(Throttle.Bucket.values())
        .map(bucket -> rate(bucket).period())
        .max(Duration::compareTo)
        .orElseThrow();
  }

  Rate rate(Throttle.Bucket bucket) {
    return switch (bucket) {
      case SIGNED, API_KEY, FAILED_SIGNATURE -> Rate.parse(apiKey);
      case USER -> Rate.parse(user);
      case ANONYMOUS -> Rate.parse(anonymous);
    };
  }
}
