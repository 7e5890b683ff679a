package io.farmsync.platform.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics as bytes that are ready to be sent. Reading thousands of meters takes milliseconds of
 * processor time, and far longer beside a full load of requests; so a thread of its own writes each
 * form shortly before it is due to be asked for again, and a scrape copies bytes. The first who
 * asks, and whoever asks while that thread is late, has the page written at once: no page is older
 * than a few intervals, so a stuck thread cannot show frozen figures.
 */
public final class MetricsPage implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MetricsPage.class);
  private static final int FORGOTTEN_AFTER_PAUSES = 10;
  private static final int LATE_AFTER_INTERVALS = 5;
  private static final int AHEAD_INTERVALS = 2;

  /** Writes all metrics in the form. */
  @FunctionalInterface
  public interface Writer {
    void write(OutputStream to, MetricsForm form) throws IOException;
  }

  /** A page, as it is and compressed; neither is changed by whoever sends it. */
  public static final class Page {
    private final byte[] plain;
    private final byte[] gzipped;
    private final long writtenAt;

    private Page(byte[] plain, byte[] gzipped, long writtenAt) {
      this.plain = plain;
      this.gzipped = gzipped;
      this.writtenAt = writtenAt;
    }

    public byte[] plain() {
      return plain;
    }

    public byte[] gzipped() {
      return gzipped;
    }
  }

  /**
   * When a form was asked for last, and after how long it is asked for again. Several may ask, each
   * in a rhythm of its own: the shortest pause counts at once, a longer one little by little.
   *
   * @param pause nanoseconds
   */
  private record Rhythm(long last, long pause) {

    Rhythm askedAt(long now) {
      long since = now - last;
      return new Rhythm(now, since < pause ? since : pause + (since - pause) / 4);
    }
  }

  private final Writer writer;
  private final long interval;
  private final LongSupplier ticker;
  private final ScheduledExecutorService thread;
  private final Map<MetricsForm, Page> pages = new ConcurrentHashMap<>();
  private final Map<MetricsForm, Rhythm> asked = new ConcurrentHashMap<>();

  /**
   * @param interval the shortest time between two writings
   * @param ticker nanoseconds that only grow, such as {@link System#nanoTime}
   */
  public MetricsPage(Writer writer, Duration interval, LongSupplier ticker) {
    this.writer = writer;
    this.interval = interval.toNanos();
    this.ticker = ticker;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("metrics-page").daemon().factory());
  }

  /** Begins to write pages ahead. */
  public void start() {
    var _ =
        thread.scheduleWithFixedDelay(this::writeAhead, interval, interval, TimeUnit.NANOSECONDS);
  }

  /** The page, a few intervals old at most. */
  public Page in(MetricsForm form) {
    long now = ticker.getAsLong();
    asked.merge(form, new Rhythm(now, interval), (before, _) -> before.askedAt(now));
    var page = pages.get(form);
    if (page != null && now - page.writtenAt <= interval * LATE_AFTER_INTERVALS) {
      return page;
    }
    return write(form);
  }

  /** Writes what is about to be asked for; what is no longer asked for is forgotten. */
  void writeAhead() {
    for (var form : MetricsForm.values()) {
      long now = ticker.getAsLong();
      var rhythm = asked.get(form);
      var page = pages.get(form);
      if (rhythm == null || page == null) {
        continue;
      }
      if (now - rhythm.last() > rhythm.pause() * FORGOTTEN_AFTER_PAUSES) {
        asked.remove(form);
        pages.remove(form);
      } else if (isDue(page, rhythm, now)) {
        try {
          var _ = write(form);
        } catch (RuntimeException failure) {
          log.warn("The metrics could not be written ahead: {}", failure.toString());
        }
      }
    }
  }

  private boolean isDue(Page page, Rhythm rhythm, long now) {
    boolean isAskedSince = page.writtenAt - rhythm.last() <= 0;
    long pause = isAskedSince ? rhythm.pause() - AHEAD_INTERVALS * interval : rhythm.pause();
    long since = isAskedSince ? rhythm.last() : page.writtenAt;
    return now - since >= pause && now - page.writtenAt >= interval;
  }

  private Page write(MetricsForm form) {
    long now = ticker.getAsLong();
    var before = pages.get(form);
    var plain =
        new ByteArrayOutputStream(before == null ? 256 * 1024 : before.plain().length + 4096);
    var gzipped =
        new ByteArrayOutputStream(before == null ? 32 * 1024 : before.gzipped().length + 1024);
    try {
      writer.write(plain, form);
      try (var zip = new FastGzip(gzipped)) {
        plain.writeTo(zip);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var page = new Page(plain.toByteArray(), gzipped.toByteArray(), now);
    pages.put(form, page);
    return page;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** Names repeat so much that the fastest level halves no more than the best one does. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
