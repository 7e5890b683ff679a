package io.farmsync.standalone;

import io.farmsync.samples.SampleUpstreams;
import io.farmsync.standalone.client.FarmClient;
import io.farmsync.standalone.demo.DemoRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Runs the platform with recorded sample data: real Sentinel-2 scenes and real weather answers, served on",
      "loopback. Posts real fields as the Nextcloud app does and prints what a reader gets back."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  /** The first of the sample scenes; the demo computes everything since. */
  private static final LocalDate FIRST_SCENE = LocalDate.parse("2018-02-01");

  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final List<FirstCredentials.Wanted> CLIENTS =
      List.of(
          new FirstCredentials.Wanted("nextcloud", "tenant-one", "write"),
          new FirstCredentials.Wanted("second-tenant", "tenant-two", "write"),
          new FirstCredentials.Wanted("reader", "tenant-one", "read"));

  @Option(
      names = "--exit",
      description = "end when all values are there: 0 if every farm got its own, else 1")
  private boolean exit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var clock = Clock.systemUTC();
    PrintWriter out = spec.commandLine().getOut();
    var home = FarmHome.ofEnvironment();
    home.claim();
    try (var running = new Running(home)) {
      var ports = Ports.ofEnvironment();
      var upstreams = running.keep(SampleUpstreams.start());
      deleteAll(home.demo());
      out.println("Starting broker, database and services …");
      long start = System.nanoTime();
      var platform =
          running.keep(
              StandalonePlatform.start(
                  home.demo(), home.binaries(), ports, settings(upstreams, clock)));
      platform.stores().write(home.storesFile());
      var http = HttpClient.newHttpClient();
      var url = URI.create(platform.baseUrl());
      Readiness.await(FarmClient.bearing(http, url, "", clock), READY_LIMIT, clock);
      var credentials = running.keep(new FirstCredentials(platform, home.connectionFile()));
      var connection = credentials.provide(CLIENTS, List.of(), http, clock);
      out.printf("Ready at %s after %.1f s%n", url, (System.nanoTime() - start) / 1e9);
      boolean complete =
          new DemoRun(
                  client(connection, "nextcloud", http, clock),
                  client(connection, "reader", http, clock),
                  out,
                  CommandLine.Help.Ansi.AUTO.enabled(),
                  clock)
              .run();
      tellWhereToLook(out, platform, home, connection);
      if (exit) {
        return complete ? 0 : 1;
      }
      out.println("It stays up until Ctrl-C.");
      running.awaitStop();
      return complete ? 0 : 1;
    }
  }

  private static Map<String, String> settings(SampleUpstreams upstreams, Clock clock) {
    long days = ChronoUnit.DAYS.between(FIRST_SCENE, LocalDate.now(clock));
    return Map.of(
        "NDVI_STAC_API_URL", upstreams.stacUrl().toString(),
        "OPEN_METEO_BASE_URL", upstreams.openMeteoUrl().toString(),
        "NASA_POWER_BASE_URL", upstreams.nasaPowerUrl().toString(),
        "NDVI_BACKFILL_DAYS", Long.toString(days),
        "API_KEY_THROTTLE_RATE", "6000/min",
        "THROTTLE_USER_RATE", "6000/min",
        "THROTTLE_ANON_RATE", "6000/min");
  }

  private static FarmClient client(
      Connection connection, String name, HttpClient http, Clock clock) {
    var client = connection.client(name).orElseThrow();
    return FarmClient.signing(
        http, URI.create(connection.baseUrl()), client.clientId(), client.clientSecret(), clock);
  }

  private static void tellWhereToLook(
      PrintWriter out, StandalonePlatform platform, FarmHome home, Connection connection) {
    String url = platform.baseUrl();
    out.println(
        "Scenes are real Sentinel-2 pixels; weather is recorded, moved to today (samples/README.md).");
    var reader = connection.client("reader").orElseThrow();
    out.println(
        "  the page         " + url + "/#" + reader.clientId() + ":" + reader.clientSecret());
    out.println("  API description  " + url + "/api/docs/");
    out.println("  metrics          " + url + "/metrics");
    out.println("  readiness        " + url + "/readyz");
    out.println("  Kafka            " + platform.kafkaAddress());
    out.println("  credentials      " + home.connectionFile());
    out.println("  a token          ./farm token --client reader");
  }

  private static void deleteAll(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(DemoCommand::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clear " + folder, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clear " + file, e);
    }
  }
}
