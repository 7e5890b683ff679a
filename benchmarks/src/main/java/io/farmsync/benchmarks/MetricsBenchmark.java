package io.farmsync.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "metrics",
    description = {
      "Scrapes /metrics of a query-api that shows every figure of its Kafka clients and stores, in the way of Prometheus",
      "(OpenMetrics, gzip): at rest, from the first scrape on, then beside 5,000 mixed reads a second.",
      "Delays count from when a scrape was due. A scrape that takes over a second, or fails, is missed."
    },
    mixinStandardHelpOptions = true)
final class MetricsBenchmark implements Callable<Integer> {

  private static final long SERIES = 10_000;
  private static final Duration SERIES_LIMIT = Duration.ofSeconds(90);
  private static final long MISSED_NANOS = 1_000_000_000;
  private static final byte[] SCRAPE =
      """
      GET /metrics HTTP/1.1\r
      Host: localhost\r
      Accept: application/openmetrics-text; version=1.0.0,text/plain;q=0.5\r
      Accept-Encoding: gzip\r
      \r
      """
          .getBytes(StandardCharsets.US_ASCII);

  @Option(names = "--farms", description = "how many", defaultValue = "1000")
  private int farms;

  @Option(names = "--observations", description = "of each farm", defaultValue = "60")
  private int observations;

  @Option(names = "--rate", description = "reads a second", defaultValue = "5000")
  private int rate;

  @Option(names = "--every", description = "seconds between scrapes", defaultValue = "1")
  private double every;

  @Option(names = "--warm-up", description = "seconds of reads", defaultValue = "60")
  private int warmUp;

  @Option(names = "--minutes", description = "at rest, and under load", defaultValue = "2")
  private double minutes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var length = Duration.ofMillis(Math.round(minutes * 60_000));
    try (var world = new ReadWorld(farms, observations);
        var reader = world.topics().reader(Map.of("METRICS_KAFKA_CLIENTS", "true"));
        var beside = Executors.newSingleThreadExecutor()) {
      out.printf("%,d series (wanted: %,d)%n", awaitSeries(reader.port()), SERIES);
      print("at rest", scrapes(reader.port(), length), 10);
      var load = new OpenLoop(reader.port(), ReadMix.of(world));
      var _ = load.atRate(rate, Duration.ofSeconds(warmUp), ReadsBenchmark.CONNECTIONS);
      var scraping = beside.submit(() -> scrapes(reader.port(), length));
      var reads = load.atRate(rate, length, ReadsBenchmark.CONNECTIONS);
      out.printf(
          "beside it %,.0f reads a second (asked for: %,d), p99 %.1f ms, %d failed%n",
          reads.perSecond(), rate, reads.millis(99), reads.failures());
      print("under full read load", scraping.get(), 20);
    }
    return 0;
  }

  private record Scrapes(Histogram delays, long missed) {}

  private void print(String when, Scrapes scrapes, int goal) {
    var delays = scrapes.delays();
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %d scrapes, p50 %.2f ms, p99 %.2f ms (goal %d), worst %.1f ms, missed %d (goal 0)%n",
            when,
            delays.getTotalCount(),
            delays.getValueAtPercentile(50) / 1e6,
            delays.getValueAtPercentile(99) / 1e6,
            goal,
            delays.getMaxValue() / 1e6,
            scrapes.missed());
  }

  private Scrapes scrapes(int port, Duration length) throws IOException {
    var delays = new Histogram(3);
    long missed = 0;
    var prometheus = new RawHttp(port);
    try {
      long pause = Math.round(every * 1e9);
      long end = System.nanoTime() + length.toNanos();
      for (long due = System.nanoTime(); due < end; due += pause) {
        LockSupport.parkNanos(due - System.nanoTime());
        boolean answered;
        try {
          answered = prometheus.send(SCRAPE).status() == 200;
        } catch (IOException _) {
          answered = false;
          prometheus.close();
          prometheus = new RawHttp(port);
        }
        long took = System.nanoTime() - due;
        delays.recordValue(took);
        missed += answered && took < MISSED_NANOS ? 0 : 1;
      }
    } finally {
      prometheus.close();
    }
    return new Scrapes(delays, missed);
  }

  /** Meters of state stores come a minute after the start. */
  private static long awaitSeries(int port) throws IOException {
    long deadline = System.nanoTime() + SERIES_LIMIT.toNanos();
    long series = series(port);
    while (series < SERIES && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
      series = series(port);
    }
    return series;
  }

  private static long series(int port) throws IOException {
    try (var plain = new RawHttp(port)) {
      return plain
          .send(
              "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII))
          .body()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .count();
    }
  }
}
