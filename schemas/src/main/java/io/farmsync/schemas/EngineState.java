package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether an imagery engine reaches its upstreams; value of topic {@code ndvi-engines}, keyed by
 * engine, the latest record wins. With several processes it is the word of the one that told last.
 *
 * @param state the worst of its hosts
 * @param failureCount failures in a row of that host, as far as they count
 * @param failureThreshold so many open the breaker
 * @param resetTimeoutSecs after which an open breaker lets one question through
 */
public record EngineState(
    String engine,
    Breaker state,
    int failureCount,
    int failureThreshold,
    long resetTimeoutSecs,
    @Nullable Instant lastFailureAt,
    Instant toldAt) {

  /** Closed is well; half open is trying again. */
  public enum Breaker {
    @JsonProperty("closed")
    CLOSED,
    @JsonProperty("open")
    OPEN,
    @JsonProperty("half_open")
    HALF_OPEN;

    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
