package io.farmsync.query.ndvi;

import io.farmsync.schemas.NdviRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where imagery work is handed over. */
public interface WorkQueue {

  /**
   * Hands a job over without waiting. A job handed over a moment ago is not handed over again.
   *
   * @return done once the job is durable; failed if it was refused, which has been counted and
   *     logged
   */
  CompletableFuture<Void> submit(NdviRequest request, Origin origin);

  /** The HTTP request behind a job. */
  record Origin(String requestId, @Nullable String traceParent) {}
}
