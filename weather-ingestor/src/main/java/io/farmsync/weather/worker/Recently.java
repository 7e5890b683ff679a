package io.farmsync.weather.worker;

import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this worker answered lately, by cell, so that a request made again while it waited is not
 * fetched twice. Bounded; forgetting costs a call, no more.
 */
final class Recently {

  private static final int KEPT = 20_000;

  private final Map<String, Instant> answeredAt =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > KEPT;
        }
      };

  /** True if a good answer is younger than the request. */
  boolean covers(WeatherRequest request) {
    var at = answeredAt.get(request.cell());
    return at != null && !at.isBefore(request.requestedAt());
  }

  void note(WeatherAnswer answer) {
    if (answer.report() != null) {
      answeredAt.remove(answer.cell());
      answeredAt.put(answer.cell(), answer.answeredAt());
    }
  }
}
