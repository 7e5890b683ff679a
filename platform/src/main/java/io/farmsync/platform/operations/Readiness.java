package io.farmsync.platform.operations;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Whether database, Kafka, credentials and state stores are there, each by its name. */
final class Readiness {

  private final Map<String, HealthIndicator> indicators = new TreeMap<>();

  Readiness(Map<String, HealthIndicator> beans) {
    beans.forEach(
        (bean, indicator) -> indicators.put(bean.replace("HealthIndicator", ""), indicator));
  }

  /**
   * A part's own words.
   *
   * @param remarks details, or {@code unknown} from a part that says nothing
   */
  record Answer(boolean isReady, Object remarks) {
    boolean hasRemarks() {
      return !(remarks instanceof Map<?, ?> details && details.isEmpty());
    }
  }

  Set<String> components() {
    return indicators.keySet();
  }

  /** Asks one part; one that fails to answer is not ready. */
  Answer of(String component) {
    var indicator = indicators.get(component);
    try {
      var health = indicator == null ? null : indicator.health();
      return health == null
          ? new Answer(false, "unknown")
          : new Answer(Status.UP.equals(health.getStatus()), health.getDetails());
    } catch (RuntimeException failure) {
      return new Answer(false, Map.of("reason", String.valueOf(failure.getMessage())));
    }
  }
}
