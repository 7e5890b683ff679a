package io.farmsync.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    description = {
      "Processor time of farm-sync, PostgreSQL and the broker at rest, with a history in store and topic, with the audit of",
      "the two and without it; then the time from a deleted and from an altered event to the report; then processor time of",
      "query-api with and without its audit."
    },
    mixinStandardHelpOptions = true)
final class AuditBenchmark implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @Option(names = "--farms", description = "of ten events each", defaultValue = "10000")
  private int farms;

  @Option(names = "--seconds", description = "of each measurement", defaultValue = "45")
  private int seconds;

  @Option(
      names = "--only",
      split = ",",
      defaultValue = "store,views",
      description = "parts to run, of store, views")
  private List<String> only = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    double cost = 0;
    if (only.contains("store")) {
      double without = rest(false);
      cost = rest(true) - without;
      out().printf("  the audit takes %.2f %% of %d cores (goal < 2)%n", 100 * cost, CORES);
    }
    if (only.contains("views")) {
      double without = views(false);
      double views = views(true) - without;
      out()
          .printf(
              "  that of the views takes %.2f %% of %d cores; both together %.2f %% (goal < 2)%n",
              100 * views, CORES, 100 * (cost + views));
    }
    return 0;
  }

  /** Share of all cores that a query-api with all farms takes at rest. */
  private double views(boolean isAudited) throws Exception {
    try (var world = new ReadWorld(farms, 1)) {
      world.makeWork();
      try (var reader =
          world
              .topics()
              .service(
                  "io.farmsync.query.QueryApiApplication",
                  "512m",
                  Map.of("QUERY_AUDIT_ENABLED", Boolean.toString(isAudited)))) {
        Thread.sleep(Duration.ofSeconds(30)); // compiles, and ends a first sweep
        double share = share(reader::time);
        out()
            .printf(
                "query-api with %,d farms at rest, audit %s: %.2f %% of %d cores%n",
                farms, isAudited ? "on" : "off", 100 * share, CORES);
        out().flush();
        return share;
      }
    }
  }

  /** Of all cores, for as long as a measurement lasts. */
  private double share(Supplier<Duration> processorTime) throws InterruptedException {
    Duration before = processorTime.get();
    long start = System.nanoTime();
    Thread.sleep(Duration.ofSeconds(seconds));
    return processorTime.get().minus(before).toNanos()
        / (double) (System.nanoTime() - start)
        / CORES;
  }

  /** Share of all cores that everything takes at rest. */
  private double rest(boolean isAudited) throws Exception {
    var environment = Map.of("FARM_SYNC_AUDIT_ENABLED", Boolean.toString(isAudited));
    try (var service = FarmSyncProcess.start(environment, true)) {
      write(service);
      await(service, "relay_delay_seconds_count", farms * 10.0);
      if (isAudited) {
        await(service, "farm_audit_compared", farms * 10.0);
      }
      Thread.sleep(Duration.ofSeconds(5));
      double share = share(() -> time(service));
      out()
          .printf(
              "%,d events at rest, audit %s: %.2f %% of %d cores%n",
              farms * 10, isAudited ? "on" : "off", 100 * share, CORES);
      if (isAudited) {
        out().printf("  a sweep takes %.1f s%n", metric(service, "farm_audit_sweep_seconds"));
        planted(service, "delete from farm_event", 5, "missing_in_store");
        planted(service, "update farm_event set payload = payload || ' '", 6, "altered");
      }
      out().flush();
      return share;
    }
  }

  /** Ten versions of each farm, with payloads of the usual size. */
  private void write(FarmSyncProcess service) throws SQLException {
    execute(
        service,
        """
        insert into farm (external_farm_id, tenant, slug, version, is_active, state, created_at,
                          updated_at)
        select md5(n::text)::uuid, 'tenant', n::text, 10, true,
               '{"external_farm_id":"' || md5(n::text)::uuid || '","version":10,"pad":"'
                 || repeat('x', 600) || '"}', now(), now()
        from generate_series(1, %1$d) n;
        insert into farm_event (event_id, external_farm_id, version, tenant, event_type, occurred_at,
                                payload, headers)
        select gen_random_uuid(), md5(n::text)::uuid, version, 'tenant', 'farm.renamed.v1', now(),
               '{"version":' || version || ',"farm":{"external_farm_id":"' || md5(n::text)::uuid
                 || '","version":' || version || ',"pad":"' || repeat('x', 600) || '"}}', '{}'
        from generate_series(1, 10) version, generate_series(1, %1$d) n;
        analyze\
        """
            .formatted(farms));
  }

  private void planted(FarmSyncProcess service, String change, int version, String kind)
      throws Exception {
    long start = System.nanoTime();
    execute(
        service,
        """
        alter table farm_event disable trigger farm_event_is_append_only;
        %s where version = %d and external_farm_id = md5('%d')::uuid;
        alter table farm_event enable trigger farm_event_is_append_only\
        """
            .formatted(change, version, farms / 2));
    await(service, "farm_audit_findings_total.*store_rewritten", kind.equals("altered") ? 2 : 1);
    double guarded = (System.nanoTime() - start) / 1e9;
    await(service, "farm_audit_findings_total.*" + kind, 1);
    out()
        .printf(
            "  %s: noticed after %.1f s, named after %.1f s (goal 60)%n",
            kind, guarded, (System.nanoTime() - start) / 1e9);
  }

  private static void execute(FarmSyncProcess service, String sql) throws SQLException {
    try (var connection = service.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** With the broker, which is in this process. */
  private static Duration time(FarmSyncProcess service) {
    return service
        .serviceTime()
        .plus(service.databaseTime())
        .plus(ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
  }

  private static void await(FarmSyncProcess service, String metric, double atLeast)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (metric(service, metric) < atLeast) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(metric + " stays below " + atLeast);
      }
      Thread.sleep(Duration.ofMillis(250));
    }
  }

  /** The sum of the series whose name and labels begin like that. */
  private static double metric(FarmSyncProcess service, String pattern) throws IOException {
    try (var connection = service.connect()) {
      var request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
      return connection
          .send(request.getBytes(StandardCharsets.US_ASCII))
          .body()
          .lines()
          .filter(line -> line.matches(pattern + ".*"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
