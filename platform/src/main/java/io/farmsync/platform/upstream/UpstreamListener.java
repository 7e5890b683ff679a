package io.farmsync.platform.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears of every question, for metrics. Called on the asking thread. */
public interface UpstreamListener {
  UpstreamListener NONE =
      new UpstreamListener() {
        @Override
        public void asked(Ask ask, String host, Duration took, @Nullable UpstreamFailure failure) {}

        @Override
        public void leftAlone(Ask ask, UpstreamFailure why) {}

        @Override
        public void breakerMoved(String host, String from, String to) {}
      };

  /**
   * One attempt went out and came to its end.
   *
   * @param failure what became of it; null for a good answer
   */
  void asked(Ask ask, String host, Duration took, @Nullable UpstreamFailure failure);

  /** A question was not sent: breaker, the host's own wish, or a quota. */
  void leftAlone(Ask ask, UpstreamFailure why);

  /**
   * @param from {@code closed}, {@code open} or {@code half_open}; so is {@code to}
   */
  void breakerMoved(String host, String from, String to);
}
