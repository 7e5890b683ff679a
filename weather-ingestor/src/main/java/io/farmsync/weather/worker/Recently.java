package io.farmsync.weather.worker;

import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this worker answered lately, by cell and days, so that a request made again while it waited
 * is not fetched twice. Bounded; forgetting costs a call, no more.
 */
final class Recently {

  private static final int KEPT = 20_000;

  private final Map<Asked, Instant> answeredAt =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Instant> eldest) {
          return size() > KEPT;
        }
      };

  /** What was asked for: days are null for the present weather. */
  private record Asked(String cell, WeatherRequest.@Nullable Days days) {}

  /** True if a good answer is younger than the request. */
  boolean covers(WeatherRequest request) {
    var at = answeredAt.get(new Asked(request.cell(), request.days()));
    return at != null && !at.isBefore(request.requestedAt());
  }

  void note(WeatherAnswer answer) {
    if (answer.report() != null) {
      var asked = new Asked(answer.cell(), answer.days());
      answeredAt.remove(asked);
      answeredAt.put(asked, answer.answeredAt());
    }
  }
}
