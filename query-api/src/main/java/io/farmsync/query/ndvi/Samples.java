package io.farmsync.query.ndvi;

import io.farmsync.query.ndvi.WorkQueue.Origin;
import io.farmsync.schemas.NdviSample;

/** Where values that callers measured themselves are kept. */
public interface Samples {

  /**
   * Keeps a sample, durably when this returns; reads show it soon after.
   *
   * @throws Unkept if that did not happen in time; it may still happen, and then counts
   */
  void keep(NdviSample sample, Origin origin);

  /** Kafka did not take it in time. */
  final class Unkept extends RuntimeException {
    public Unkept(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
