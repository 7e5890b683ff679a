package io.farmsync.benchmarks;

import io.farmsync.standalone.Connection;
import io.farmsync.standalone.client.FarmClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "metrics",
    description = {
      "Scrapes /metrics of a demo that shows every figure of its Kafka clients and stores, four times a second as Prometheus does",
      "(OpenMetrics, gzip): at rest, then while 16 connections read farms, values and weather as fast as they are answered.",
      "Delays count from when a scrape was due. A scrape that takes over a second, or fails, is missed."
    },
    mixinStandardHelpOptions = true)
final class MetricsBenchmark implements Callable<Integer> {

  private static final int READERS = 16;
  private static final int FULL_LOAD = 5_000;
  private static final long SERIES = 10_000;
  private static final Duration SERIES_LIMIT = Duration.ofSeconds(90);
  private static final long PAUSE_NANOS = 250_000_000;
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

  @Option(names = "--farm", description = "the ./farm script", defaultValue = "./farm")
  private Path farm = Path.of("./farm");

  @Option(names = "--minutes", description = "under load", defaultValue = "1")
  private double minutes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var environment =
        Map.of(
            "METRICS_KAFKA_CLIENTS", "true",
            "THROTTLE_USER_RATE", "100000000/min",
            "API_KEY_THROTTLE_RATE", "100000000/min");
    try (var demo = DemoProcess.start(farm.toAbsolutePath(), List.of(), environment)) {
      out.println("Starting a demo …");
      if (!demo.readUntil("It stays up", _ -> {})) {
        out.println("The demo ended early; run ./farm demo to see why.");
        return 1;
      }
      var connection = Connection.read(demo.connectionFile()).orElseThrow();
      var base = URI.create(connection.baseUrl());
      var known = connection.client("reader").orElseThrow();
      var client =
          FarmClient.signing(
              HttpClient.newHttpClient(),
              base,
              known.clientId(),
              known.clientSecret(),
              Clock.systemUTC());
      out.printf("%,d series (wanted: %,d)%n", awaitSeries(base.getPort()), SERIES);
      var idle = scrapes(base.getPort(), Duration.ofSeconds(30));
      print("at rest", idle, 10);
      var reads = new Reads(client);
      var length = Duration.ofMillis(Math.round(minutes * 60_000));
      try (var beside = Executors.newSingleThreadExecutor()) {
        var loop = new OpenLoop(base.getPort(), reads);
        var _ = loop.atMost(Duration.ofSeconds(10), READERS); // warms up
        var scraping = beside.submit(() -> scrapes(base.getPort(), length));
        var load = loop.atMost(length, READERS);
        out.printf(
            "beside it %,.0f reads a second (full: %,d), p99 %.1f ms, %d failed%n",
            load.perSecond(), FULL_LOAD, load.millis(99), load.failures());
        print("under full read load", scraping.get(), 20);
      }
      return 0;
    }
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

  private static Scrapes scrapes(int port, Duration length) throws IOException {
    var delays = new Histogram(3);
    long missed = 0;
    var prometheus = new RawHttp(port);
    try {
      long end = System.nanoTime() + length.toNanos();
      for (long due = System.nanoTime(); due < end; due += PAUSE_NANOS) {
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

  /** The reads, one after the other; with a new token when the old one is about to end. */
  private static final class Reads implements IntFunction<byte[]> {

    private final FarmClient client;
    private final List<String> paths = new ArrayList<>();
    private List<byte[]> requests = List.of();
    private String token = "";

    Reads(FarmClient client) {
      this.client = client;
      for (var each : client.get("/api/v1/farms/?page_size=100").data().get("results")) {
        String path = "/api/v1/farms/" + each.get("external_farm_id").asString();
        for (String question :
            List.of("", "/ndvi/latest/", "/ndvi/observations/", "/weather/current/")) {
          paths.add(path + question);
        }
      }
    }

    @Override
    public byte[] apply(int read) {
      String current = client.token();
      if (!current.equals(token)) {
        token = current;
        requests = paths.stream().map(this::request).toList();
      }
      return requests.get(read % requests.size());
    }

    private byte[] request(String path) {
      return ("GET "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + token
              + "\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);
    }
  }
}
