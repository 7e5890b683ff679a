package io.farmsync.query.freshness;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How old what one request reads may be: the oldest of its reads, all of them on its thread.
 * Whoever serves the request begins it, and the views note what they read.
 */
public final class ReadAges {

  private final ThreadLocal<@Nullable Long> oldest = new ThreadLocal<>();

  /** Forgets what was read on this thread before. */
  public void begin() {
    oldest.remove();
  }

  /**
   * Something was read.
   *
   * @param millis everything published longer ago is in it
   */
  public void note(long millis) {
    Long known = oldest.get();
    if (known == null || known < millis) {
      oldest.set(millis);
    }
  }

  /** Milliseconds; empty if nothing was read whose age is known. */
  public OptionalLong oldest() {
    Long known = oldest.get();
    return known == null ? OptionalLong.empty() : OptionalLong.of(known);
  }
}
