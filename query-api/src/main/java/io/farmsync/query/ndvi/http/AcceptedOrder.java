package io.farmsync.query.ndvi.http;

import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.ndvi.Engine;
import io.farmsync.query.ndvi.ManualOrders.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What callers who order work are told. Unlike a read, the answer waits until the job is durable.
 */
final class AcceptedOrder {

  private static final long RETRY_AFTER_SECONDS = 5;

  private final NdviReadProperties properties;

  AcceptedOrder(NdviReadProperties properties) {
    this.properties = properties;
  }

  /** The job to ask for. */
  record Job(String jobId) {}

  /**
   * Refuses an engine that has no workers.
   *
   * @throws Refusal 400
   */
  void requireWorked(Engine engine) {
    if (!properties.workedEngines().contains(engine)) {
      throw Refusal.invalid(
          "engine", "Nothing computes " + engine.wireName() + " here; leave it out.");
    }
  }

  /**
   * The job, new or under way.
   *
   * @throws Refusal 429 with the time to wait, or 503
   */
  Envelope<Job> answer(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ordered(var jobId, var durable) -> {
        await(durable);
        yield accepted(jobId);
      }
      case Outcome.UnderWay(var jobId) -> accepted(jobId);
      case Outcome.TooSoon(var remaining) -> throw Refusal.tooMany(remaining.toSeconds() + 1);
    };
  }

  private static Envelope<Job> accepted(String jobId) {
    return Envelope.ok("Accepted", new Job(jobId));
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
    return Refusal.unavailable("The job could not be queued; order it again.", RETRY_AFTER_SECONDS);
  }
}
