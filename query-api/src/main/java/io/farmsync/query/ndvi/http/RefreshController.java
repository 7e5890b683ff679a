package io.farmsync.query.ndvi.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.ndvi.ManualRefresh;
import io.farmsync.query.ndvi.ManualRefresh.Outcome;
import io.farmsync.query.ndvi.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Refreshes that callers order. Unlike a read, the answer waits until the job is durable. */
@RestController
@RequestMapping(IndexPath.PATTERN)
class RefreshController {

  private static final long RETRY_AFTER_SECONDS = 5;

  private final MeasurableFarm farms;
  private final ManualRefresh refresh;
  private final NdviReadProperties properties;
  private final Clock clock;

  RefreshController(
      MeasurableFarm farms, ManualRefresh refresh, NdviReadProperties properties, Clock clock) {
    this.farms = farms;
    this.refresh = refresh;
    this.properties = properties;
    this.clock = clock;
  }

  /** Computes the last days anew. */
  @PostMapping("/refresh")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Access(Access.Policy.WRITE)
  Envelope<Accepted> refresh(
      Identity caller,
      @PathVariable("external_farm_id") String id,
      @PathVariable String index,
      HttpServletRequest request) {
    var farm = farms.require(caller, id);
    var query = LatestQuery.of(request, properties);
    if (!properties.workedEngines().contains(query.engine())) {
      throw Refusal.invalid(
          "engine", "Nothing computes " + query.engine().wireName() + " here; leave it out.");
    }
    var series = new Series(farm, IndexPath.indexOf(index), query.engine());
    var outcome =
        refresh.order(series, query.lookbackDays(), IndexPath.originOf(request), clock.instant());
    return switch (outcome) {
      case Outcome.Ordered(var jobId, var durable) -> {
        await(durable);
        yield accepted(jobId);
      }
      case Outcome.UnderWay(var jobId) -> accepted(jobId);
      case Outcome.TooSoon(var remaining) -> throw Refusal.tooMany(remaining.toSeconds() + 1);
    };
  }

  /** The job to ask for. */
  record Accepted(String jobId) {}

  private static Envelope<Accepted> accepted(String jobId) {
    return Envelope.ok("Accepted", new Accepted(jobId));
  }

  private void await(CompletableFuture<Void> durable) {
    try {
      durable.get(properties.refreshWait().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notTaken();
    } catch (ExecutionException | TimeoutException e) {
      throw notTaken();
    }
  }

  /** Nothing was lost: if Kafka took the job after all, the next order finds it. */
  private static Refusal notTaken() {
    return Refusal.unavailable(
        "The refresh could not be queued; order it again.", RETRY_AFTER_SECONDS);
  }
}
