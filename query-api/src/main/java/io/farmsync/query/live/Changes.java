package io.farmsync.query.live;

import org.jspecify.annotations.Nullable;

/** Where changes are heard. */
public interface Changes {

  /**
   * Begins to listen. Whoever asks closes it.
   *
   * @param from as {@link Position#text} wrote it; null for what happens from now on
   * @throws IllegalArgumentException if the position cannot be read
   * @throws Unavailable if nothing can be heard now
   */
  Listening listen(Interest interest, @Nullable String from);

  /**
   * Where whoever begins now would begin.
   *
   * @throws Unavailable if nothing can be heard now
   */
  Position now();

  /** True if the text is a position of these topics. */
  boolean isPosition(String text);

  /** The service starts or stops, or too many listen already. */
  final class Unavailable extends RuntimeException {
    private final String reason;

    public Unavailable(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }

    /** For people. */
    public String reason() {
      return reason;
    }
  }
}
