package io.farmsync.sync.farm;

import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The farms and all that happened to them. What a method returned as applied is durable: it
 * survives the death of the process and of the database.
 */
public interface FarmHistory {

  /**
   * Decides one command and keeps what it leads to, in one transaction with its receipt. Commands
   * on one farm are decided one after the other. A refused command leaves nothing behind.
   *
   * @param once under which key the same request must not be applied twice; null without one
   */
  Outcome apply(Change change, Origin origin, @Nullable Once once);

  /**
   * Decides commands in their order, in one transaction; a refused one does not hold the others.
   */
  List<Outcome> applyAll(List<Change> changes, Origin origin);

  /** The farm as it is now; empty for one that was purged. */
  Optional<FarmState> find(UUID farmId);

  /** The farm's events in the order of their versions, the first after {@code offset} of them. */
  List<FarmEvent> events(UUID farmId, int offset, int limit);

  /** The event that led to this version. */
  Optional<FarmEvent> eventAt(UUID farmId, long version);

  /** The latest event that happened until then. */
  Optional<FarmEvent> latestEventUntil(UUID farmId, Instant time);

  /** One command and what its sender believes. */
  record Change(FarmCommand command, Expectation expectation) {}

  /** The request behind a change; it travels with the events. */
  record Origin(String requestId, @Nullable String traceParent) {}

  /**
   * A key of the client's choice that marks repetitions of one request.
   *
   * @param requestHash of the request's content, equal for equal requests
   * @param strict whether another request under the key is refused; otherwise it is answered as the
   *     first one was
   */
  record Once(String clientId, String key, String requestHash, boolean strict) {}

  /** What came of a change. */
  sealed interface Outcome {

    /**
     * @param farm after the change
     * @param events how many it took; 0 if the farm already was as wished
     */
    record Applied(FarmState farm, int events) implements Outcome {}

    /** The request was applied before. */
    record Repeated(FarmState farm) implements Outcome {}

    record Refused(Rejection reason) implements Outcome {}
  }
}
