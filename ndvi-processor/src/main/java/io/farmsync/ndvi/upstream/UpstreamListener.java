package io.farmsync.ndvi.upstream;

import java.time.Duration;

/** Hears of every question, for metrics. Called on the asking thread. */
public interface UpstreamListener {
  /**
   * What became of one attempt: an answer, a refusal by the upstream, or nothing that reached us.
   */
  enum Outcome {
    SUCCESS,
    ERROR,
    NETWORK
  }

  UpstreamListener NONE =
      new UpstreamListener() {
        @Override
        public void asked(String host, Outcome outcome, Duration took) {}

        @Override
        public void breakerMoved(String host, String from, String to) {}
      };

  void asked(String host, Outcome outcome, Duration took);

  /**
   * @param from {@code closed}, {@code open} or {@code half_open}; so is {@code to}
   */
  void breakerMoved(String host, String from, String to);
}
