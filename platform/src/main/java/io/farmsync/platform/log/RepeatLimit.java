package io.farmsync.platform.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Bounds the log under a storm of faults: of one message (the text before its arguments are put in)
 * from one logger, a few lines a minute are written. The first line of the next minute says how
 * many were left out. Messages of level INFO and above are counted, a thousand different ones at a
 * time; for any further one the oldest is forgotten.
 */
public final class RepeatLimit extends TurboFilter {

  private static final int MESSAGES = 1_000;
  private static final long MINUTE = 60_000_000_000L;
  private static final String LEFT_OUT = "{} lines were left out that began as the next one: {}";

  private final int linesPerMinute;
  private final LongSupplier ticker;
  private final AtomicLong suppressed = new AtomicLong();
  private final Map<Key, Window> windows =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Window> eldest) {
          return size() > MESSAGES;
        }
      };

  private record Key(String logger, String message) {}

  private static final class Window {
    private long since;
    private long lines;

    Window(long since) {
      this.since = since;
    }
  }

  /**
   * @param linesPerMinute of one message
   * @param ticker nanoseconds that only grow
   */
  public RepeatLimit(int linesPerMinute, LongSupplier ticker) {
    this.linesPerMinute = linesPerMinute;
    this.ticker = ticker;
    setName("repeat-limit");
  }

  /** How many lines were left out so far. */
  public long suppressed() {
    return suppressed.get();
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    if (format == null
        || format.equals(LEFT_OUT)
        || level.toInt() < Level.INFO_INT
        || level.toInt() < logger.getEffectiveLevel().toInt()) {
      return FilterReply.NEUTRAL;
    }
    return switch (count(new Key(logger.getName(), format))) {
      case Verdict.Write(long leftOut) -> {
        if (leftOut > 0) {
          logger.warn(LEFT_OUT, leftOut, format);
        }
        yield FilterReply.NEUTRAL;
      }
      case Verdict.LeaveOut() -> {
        suppressed.incrementAndGet();
        yield FilterReply.DENY;
      }
    };
  }

  private sealed interface Verdict {
    /** The line is written; so many before it were not. */
    record Write(long leftOut) implements Verdict {}

    record LeaveOut() implements Verdict {}
  }

  private Verdict count(Key message) {
    long now = ticker.getAsLong();
    synchronized (windows) {
      var window = windows.computeIfAbsent(message, _ -> new Window(now));
      long leftOut = 0;
      if (now - window.since >= MINUTE) {
        leftOut = Math.max(0, window.lines - linesPerMinute);
        window.since = now;
        window.lines = 0;
      }
      window.lines++;
      return window.lines <= linesPerMinute ? new Verdict.Write(leftOut) : new Verdict.LeaveOut();
    }
  }
}
