package io.farmsync.standalone.chaos;

import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.Topics;
import io.farmsync.standalone.client.FarmClient;
import io.farmsync.standalone.processes.Cluster;
import io.farmsync.standalone.processes.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Starts the deployed topology as processes, works it, and does to one process after another what
 * may happen to it, each time until everything is normal again.
 */
public final class DrillRun {
  private static final Logger log = LoggerFactory.getLogger(DrillRun.class);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(2);
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(3);

  /** A supervisor starts again what has ended. */
  private static final Duration SUPERVISION = Duration.ofSeconds(1);

  /** Longer than any session. */
  private static final Duration STANDSTILL = Duration.ofSeconds(6);

  /** A fault is felt only once time-outs have passed: what is normal before says nothing. */
  private static final Duration FELT = Duration.ofSeconds(8);

  private static final Duration CALM = Duration.ofSeconds(3);
  private static final Duration MEASURED = Duration.ofSeconds(8);
  private static final Duration NORMAL = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration TOKEN_LASTS = Duration.ofSeconds(60);

  private final DrillPlan plan;
  private final PrintWriter out;
  private final Random random;
  private final Signal writes = new Signal();
  private final Signal events = new Signal();
  private final Signal jobs = new Signal();
  private final Signal reads = new Signal();
  private final List<DrillReport.Strike> strikes = new ArrayList<>();
  private final Waits waits;
  private Usage idle = new Usage(Map.of());
  private Usage loaded = new Usage(Map.of());
  private volatile String token = "";

  public DrillRun(DrillPlan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
    this.random = new Random(plan.seed());
    this.waits = new Waits(POLL, out);
  }

  /** Runs to the end, and keeps the processes' logs if anything was lost or did not recover. */
  public DrillReport run() throws IOException, InterruptedException, SQLException {
    Path folder = Files.createTempDirectory("farm-drill-");
    say("Seed %d, data and logs in %s%n".formatted(plan.seed(), folder));
    boolean keep = true;
    try (var upstreams = SampleUpstreams.start();
        var cluster = Cluster.start(setup(folder, upstreams), random);
        var _ = Arrivals.start(cluster.kafka(), events)) {
      say("All services are ready%n".formatted());
      idle = Usage.during(MEASURED, cluster.parts());
      DrillReport report = run(cluster);
      keep = !report.clean();
      return report;
    } finally {
      if (keep) {
        say("Data and logs are kept in %s%n".formatted(folder));
      } else {
        FileSystemUtils.deleteRecursively(folder);
      }
    }
  }

  private Cluster.Setup setup(Path folder, SampleUpstreams upstreams) {
    return new Cluster.Setup(
        folder,
        plan.binaries(),
        plan.root(),
        plan.heap(),
        plan.queryInstances(),
        plan.workers(),
        Map.of(
            "NDVI_STAC_API_URL", upstreams.stacUrl().toString(),
            "OPEN_METEO_BASE_URL", upstreams.openMeteoUrl().toString(),
            "NASA_POWER_BASE_URL", upstreams.nasaPowerUrl().toString()));
  }

  private DrillReport run(Cluster cluster) throws InterruptedException, SQLException {
    List<URI> writers = addresses(cluster, "farm-sync");
    var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    List<FarmClient> clients = Load.clients(http, writers, Cluster.CLIENT, cluster.clientSecret());
    token = clients.getFirst().token();
    Thread.ofPlatform().name("drill-token").daemon().start(() -> renew(clients));
    var load =
        Load.start(
            writers,
            Cluster.CLIENT,
            cluster.clientSecret(),
            plan.writesPerSecond(),
            writes,
            new Random(random.nextLong()));
    Instant start = Instant.now();
    try (http) {
      try (load;
          var _ =
              Jobs.start(
                  clients,
                  cluster.kafka(),
                  plan.newFarmsPerMinute(),
                  jobs,
                  new Random(random.nextLong()))) {
        waits.await("no farm is acknowledged", START_LIMIT, () -> load.acknowledged().size() > 50);
        List<UUID> farms = List.copyOf(load.acknowledged().keySet());
        var readers = new Front(addresses(cluster, "query-api"));
        waits.await("no farm is readable", START_LIMIT, () -> readable(readers, farms, token));
        try (var _ =
            Reads.start(
                readers,
                farms,
                plan.readsPerSecond(),
                () -> token,
                reads,
                new Random(random.nextLong()))) {
          disturb(cluster);
        }
      }
      return compare(cluster, load.acknowledged(), readerOf(cluster, token), start);
    }
  }

  private static boolean readable(Front front, List<UUID> farms, String token) {
    try (var http = HttpClient.newHttpClient()) {
      return new Views(http, front, token).missing(farms) == 0;
    }
  }

  private static Views readerOf(Cluster cluster, String token) {
    return new Views(HttpClient.newHttpClient(), new Front(addresses(cluster, "query-api")), token);
  }

  private static List<URI> addresses(Cluster cluster, String kind) {
    return cluster.instances(kind).stream().map(cluster::address).toList();
  }

  private void renew(List<FarmClient> clients) {
    while (true) {
      LockSupport.parkNanos(TOKEN_LASTS.toNanos());
      for (FarmClient client : clients) {
        try {
          token = client.token();
          break;
        } catch (RuntimeException unreachable) {
          // the next one mints as well
        }
      }
    }
  }

  private void disturb(Cluster cluster) throws InterruptedException {
    if (!settle(cluster)) {
      return; // too much for this machine even without a fault
    }
    loaded = Usage.during(MEASURED, cluster.parts());
    strikes.add(effects(null, Instant.EPOCH));
    say(
        "%d cores idle %.2f, under load %.2f; seconds, 95th percentile / worst: writes, events, jobs, reads%n"
            .formatted(Runtime.getRuntime().availableProcessors(), idle.total(), loaded.total()));
    say("   " + DrillReport.line(strikes.getLast()));
    for (int round = 1; round <= plan.rounds(); round++) {
      for (DrillFault fault : plan.faults()) {
        settle(cluster);
        strike(cluster, fault);
        say("%2d %s".formatted(round, DrillReport.line(strikes.getLast())));
      }
    }
    settle(cluster);
  }

  private void strike(Cluster cluster, DrillFault fault) throws InterruptedException {
    List.of(writes, events, jobs, reads).forEach(Signal::clear);
    Part victim = victim(cluster, fault);
    log.info("{} of {}", fault.label(), victim.name());
    Instant struck = Instant.now();
    if (fault.kills()) {
      victim.kill();
      LockSupport.parkNanos(SUPERVISION.toNanos());
      victim.start();
    } else {
      victim.freeze();
      LockSupport.parkNanos(STANDSTILL.toNanos());
      victim.thaw();
    }
    LockSupport.parkNanos(FELT.toNanos());
    waits.await(
        "not all services are ready after " + fault.label(),
        RECOVERY_LIMIT,
        () -> cluster.isReady() && isNormal());
    strikes.add(effects(fault, struck));
  }

  private DrillReport.Strike effects(@Nullable DrillFault fault, Instant since) {
    return new DrillReport.Strike(
        fault, writes.since(since), events.since(since), jobs.since(since), reads.since(since));
  }

  private Part victim(Cluster cluster, DrillFault fault) throws InterruptedException {
    return switch (fault) {
      case KILL_BROKER, STOP_BROKER -> leaderThatDoesNotControl(cluster);
      case KILL_CONTROLLER, STOP_CONTROLLER -> cluster.controller();
      case KILL_RELAY, STOP_RELAY -> cluster.activeRelay();
      case KILL_QUERY, STOP_QUERY -> any(cluster.instances("query-api"));
      case KILL_WORKER, STOP_WORKER -> any(cluster.instances("ndvi-processor"));
      case KILL_POSTGRES, STOP_POSTGRES -> cluster.database();
    };
  }

  private static Part leaderThatDoesNotControl(Cluster cluster) throws InterruptedException {
    Part controller = cluster.controller();
    for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
      Part leader = cluster.leader(new TopicPartition(Topics.FARM_EVENTS.name(), partition));
      if (!leader.equals(controller)) {
        return leader;
      }
    }
    return controller;
  }

  private Part any(List<Part> parts) {
    return parts.get(random.nextInt(parts.size()));
  }

  /** Until all are ready, and nothing has taken longer than normal for some seconds. */
  private boolean settle(Cluster cluster) {
    boolean isSettled =
        waits.await(
            "the platform does not settle", RECOVERY_LIMIT, () -> cluster.isReady() && isNormal());
    if (!isSettled) {
      say("   " + DrillReport.line(effects(null, Instant.now().minus(CALM))));
    }
    List.of(writes, events, jobs, reads).forEach(Signal::clear);
    LockSupport.parkNanos(CALM.toNanos());
    return isSettled;
  }

  private boolean isNormal() {
    Instant lately = Instant.now().minus(CALM);
    return List.of(writes, events, reads).stream()
        .map(signal -> signal.since(lately))
        .allMatch(effect -> effect.operations() > 0 && effect.p95().compareTo(NORMAL) < 0);
  }

  private DrillReport compare(
      Cluster cluster, Map<UUID, List<String>> acknowledged, Views views, Instant start)
      throws SQLException {
    try (var connection = cluster.connect()) {
      var store = Histories.ofStore(connection);
      var names = Histories.names(connection);
      waits.await(
          "not every farm is read as it was written last",
          DRAIN_LIMIT,
          () -> views.stale(names) == 0);
      return new DrillReport(
          plan,
          Comparison.of(store, Histories.ofTopic(cluster.kafka())),
          views.stale(names),
          acknowledged.values().stream().mapToLong(List::size).sum(),
          Histories.missing(connection, acknowledged),
          idle,
          loaded,
          List.copyOf(strikes),
          waits.unfinished(),
          Duration.between(start, Instant.now()));
    }
  }

  private void say(String text) {
    out.print(text);
    out.flush();
  }
}
