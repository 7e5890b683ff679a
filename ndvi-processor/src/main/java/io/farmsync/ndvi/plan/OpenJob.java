package io.farmsync.ndvi.plan;

import io.farmsync.schemas.NdviRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job that has not ended: it waits for its turn, or workers have it.
 *
 * @param traceParent W3C trace context of what asked for it
 * @param requestId the HTTP request's id
 * @param sequence order of arrival
 * @param releasedAt when workers got it; null while it waits
 */
public record OpenJob(
    NdviRequest request,
    @Nullable String traceParent,
    @Nullable String requestId,
    long sequence,
    @Nullable Instant releasedAt) {
  String id() {
    return request.jobId();
  }

  OpenJob numbered(long number) {
    return new OpenJob(request, traceParent, requestId, number, releasedAt);
  }

  OpenJob released(Instant now) {
    return new OpenJob(request, traceParent, requestId, sequence, now);
  }

  /**
   * What goes first among the jobs of one tenant; less is earlier. Somebody waits for a manual job
   * or a picture; then every farm gets its newest window before any gets older ones.
   */
  int rank() {
    return switch (request.reason()) {
      case MANUAL -> 0;
      case REGISTERED, BOUNDARY, RESTORED -> reachesTheDayItWasAskedFor() ? 1 : 3;
      case STALE, GAP_FILL -> 2;
      case DAILY -> 4;
    };
  }

  private boolean reachesTheDayItWasAskedFor() {
    return !request.end().isBefore(JobPlanner.dayOf(request.requestedAt()));
  }
}
