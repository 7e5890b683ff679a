package io.farmsync.query.ndvi.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.http.Parameters;
import io.farmsync.query.http.ReadParameter;
import io.farmsync.query.http.Takes;
import io.farmsync.query.ndvi.Engines;
import io.farmsync.schemas.BreakerReset;
import io.farmsync.schemas.EngineState;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether engines reach their upstreams, as they tell in their topic. */
@RestController
class EngineController {

  private static final long RETRY_AFTER_SECONDS = 5;

  private final Engines engines;
  private final NdviReadProperties properties;
  private final Clock clock;

  EngineController(Engines engines, NdviReadProperties properties, Clock clock) {
    this.engines = engines;
    this.properties = properties;
    this.clock = clock;
  }

  /** By engine; engines that never told are not there. */
  record Health(Map<String, BreakerView> engines) {}

  /**
   * One engine's breaker.
   *
   * @param secondsSinceLastFailure null if none has failed
   */
  record BreakerView(
      String engine,
      String state,
      int failureCount,
      int failureThreshold,
      long resetTimeoutSecs,
      @Nullable Long secondsSinceLastFailure) {

    static BreakerView of(EngineState told, Instant now) {
      Instant failed = told.lastFailureAt();
      return new BreakerView(
          told.engine(),
          told.state().wireName(),
          told.failureCount(),
          told.failureThreshold(),
          told.resetTimeoutSecs(),
          failed == null ? null : Math.max(0, Duration.between(failed, now).toSeconds()));
    }
  }

  /**
   * What an order to reset comes to.
   *
   * @param newState closed: every process of the engine hears the order as soon as it runs
   */
  record ResetView(String engine, String previousState, String newState) {}

  /** How all engines do. */
  @GetMapping("/api/v1/ndvi/health/upstream")
  @Access(Access.Policy.READ)
  Envelope<Health> upstream() {
    Instant now = clock.instant();
    var views = new TreeMap<String, BreakerView>();
    engines.all().forEach(told -> views.put(told.engine(), BreakerView.of(told, now)));
    return Envelope.ok(new Health(views));
  }

  /** Has an engine's upstreams asked again at once; answers once the order is durable. */
  @PostMapping("/api/v1/ndvi/circuit-breaker/reset")
  @Takes({ReadParameter.ENGINE})
  @Access(Access.Policy.ADMINISTRATION)
  Envelope<ResetView> reset(HttpServletRequest request) {
    var parameters = new Parameters(request);
    String engine = TimeseriesQuery.engine(parameters, properties).wireName();
    parameters.refuseIfWrong();
    EngineState told =
        engines.all().stream()
            .filter(one -> one.engine().equals(engine))
            .findFirst()
            .orElseThrow(() ->
                Refusal.invalid("engine", "Nothing computes " + engine + " here; leave it out."));
    if (!engines.order(new BreakerReset(engine, clock.instant()))) {
      throw Refusal.unavailable(
          "The order could not be written; send it again.", RETRY_AFTER_SECONDS);
    }
    return Envelope.ok(
        new ResetView(engine, told.state().wireName(), EngineState.Breaker.CLOSED.wireName()));
  }
}
