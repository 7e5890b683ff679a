package io.farmsync.benchmarks;

import com.nimbusds.jose.JOSEException;
import io.farmsync.benchmarks.OpenLoop.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "reads",
    description = {
      "Reads farms, latest values, series, states, weather and lists at a fixed rate from a query-api with 512 MiB of heap, at",
      "rest and while the archive and the weather provider hang; then as many as it can, beside the same answers from a",
      "Django REST Framework application with Redis; then the time from a farm's POST to its first read."
    },
    mixinStandardHelpOptions = true)
final class ReadsBenchmark implements Callable<Integer> {

  static final int CONNECTIONS = 64;
  private static final int FEW_CONNECTIONS = 16;
  private static final double QUIET_CORES = 0.25;
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final Duration SETTLE_LIMIT = Duration.ofMinutes(10);

  @Option(names = "--farms", description = "how many", defaultValue = "10000")
  private int farms;

  @Option(names = "--observations", description = "of each farm", defaultValue = "60")
  private int observations;

  @Option(names = "--rate", description = "reads a second", defaultValue = "5000")
  private int rate;

  @Option(names = "--seconds", description = "of each round", defaultValue = "10")
  private int seconds;

  @Option(names = "--rounds", description = "of which the median counts", defaultValue = "3")
  private int rounds;

  @Option(names = "--warm-up", description = "seconds", defaultValue = "20")
  private int warmUp;

  @Option(
      names = "--compared",
      description = "farms that both applications are asked for; 0 leaves the other out",
      defaultValue = "2000")
  private int compared;

  @Option(names = "--posts", description = "farms posted and read; 0: none", defaultValue = "1000")
  private int posts;

  @Option(
      names = "--no-hanging",
      negatable = true,
      description = "leaves out the reads while upstreams hang")
  private boolean hanging = true;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (var world = new ReadWorld(farms, observations)) {
      long start = System.nanoTime();
      try (var reader = world.topics().reader()) {
        print(
            "%,d farms with %d observations are ready %.1f s after the start of query-api",
            farms, observations, (System.nanoTime() - start) / 1e9);
        var load = new OpenLoop(reader.port(), ReadMix.of(world));
        load.atRate(rate, Duration.ofSeconds(warmUp), CONNECTIONS);
        double rest = atRate("at rest", load, reader);
        lists(world, reader);
        print("heap in use after a collection: %d MiB (its limit is 512)", reader.liveHeap());
        if (hanging) {
          hanging(world, load, reader, rest);
        }
        compare(world, reader);
      }
    }
    if (posts > 0) {
      ReadYourWrite.measure(posts, spec.commandLine().getOut());
    }
    return 0;
  }

  private double atRate(String when, OpenLoop load, ServiceProcess reader) throws IOException {
    var before = reader.time();
    var all = new ArrayList<Outcome>();
    for (int i = 0; i < rounds; i++) {
      all.add(load.atRate(rate, Duration.ofSeconds(seconds), CONNECTIONS));
    }
    double p99 = median(all, outcome -> outcome.millis(99));
    print(
        "mixed reads %s, %d/s asked for, %d rounds of %d s, medians: %.0f/s, p50 %.2f ms, p99 %.2f ms (goal 5), p99.9 %.2f ms (goal 20); failures %d; processor time of a read %.0f µs",
        when,
        rate,
        rounds,
        seconds,
        median(all, Outcome::perSecond),
        median(all, outcome -> outcome.millis(50)),
        p99,
        median(all, outcome -> outcome.millis(99.9)),
        failures(all),
        perRead(all, reader.time().minus(before)));
    return p99;
  }

  private void lists(ReadWorld world, ServiceProcess reader) throws IOException, JOSEException {
    var request = ReadMix.request(ReadWorld.LONG_LIST, world.topics().token(ReadWorld.TENANT));
    var load = new OpenLoop(reader.port(), _ -> request);
    load.atRate(50, Duration.ofSeconds(5), 2);
    var outcome = load.atRate(50, Duration.ofSeconds(seconds), 2);
    print(
        "list of 100 farms, 50/s: p50 %.2f ms, p99 %.2f ms (goal 10); failures %d",
        outcome.millis(50), outcome.millis(99), outcome.failures());
  }

  private void hanging(ReadWorld world, OpenLoop load, ServiceProcess reader, double rest)
      throws IOException {
    world.makeWork();
    try (var archive = new SilentUpstream();
        var provider = new SilentUpstream();
        var ndvi = world.topics().ndviProcessor(archive.url());
        var weather = world.topics().weatherIngestor(provider.url())) {
      settle(List.of(ndvi, weather, reader));
      double p99 = atRate("while archive and provider hang", load, reader);
      print(
          "  p99 %+.0f %% of that at rest (goal: within 10); %d questions hung at the archive, %d at the provider",
          100 * (p99 / rest - 1), archive.questions(), provider.questions());
    }
  }

  /**
   * Waits until the services have taken in what lies in the topics, are compiled, and wait for
   * nothing but their upstreams: on a machine with no cores to spare their own work would be
   * measured instead.
   */
  private void settle(List<ServiceProcess> services) {
    long start = System.nanoTime();
    double busy = 1;
    while (busy > QUIET_CORES && System.nanoTime() - start < SETTLE_LIMIT.toNanos()) {
      long before = services.stream().mapToLong(each -> each.time().toNanos()).sum();
      LockSupport.parkNanos(QUIET.toNanos());
      long used = services.stream().mapToLong(each -> each.time().toNanos()).sum() - before;
      busy = (double) used / QUIET.toNanos();
    }
    print(
        "  all services use %.2f cores after %.0f s, without reads",
        busy, (System.nanoTime() - start) / 1e9);
  }

  private void compare(ReadWorld world, ServiceProcess reader) throws Exception {
    if (compared == 0) {
      return;
    }
    String missing = DjangoPeer.missing();
    if (missing != null) {
      print("%s", missing);
      return;
    }
    int count = Math.min(compared, farms);
    var token = world.topics().token(ReadWorld.TENANT);
    try (var peer = DjangoPeer.start(world, reader, token, count)) {
      var requests = ReadMix.of(world, token, count);
      var ours = new OpenLoop(reader.port(), requests);
      var theirs = new OpenLoop(peer.port(), requests);
      var oursAll = new ArrayList<Outcome>();
      var theirsAll = new ArrayList<Outcome>();
      theirs.atMost(Duration.ofSeconds(seconds), FEW_CONNECTIONS);
      var oursTime = Duration.ZERO;
      var theirsTime = Duration.ZERO;
      for (int i = 0; i < rounds; i++) {
        var before = reader.time();
        oursAll.add(ours.atMost(Duration.ofSeconds(seconds), FEW_CONNECTIONS));
        oursTime = oursTime.plus(reader.time().minus(before));
        before = peer.time();
        theirsAll.add(theirs.atMost(Duration.ofSeconds(seconds), FEW_CONNECTIONS));
        theirsTime = theirsTime.plus(peer.time().minus(before));
      }
      most("query-api", oursAll, oursTime);
      most("Django REST Framework with Redis", theirsAll, theirsTime);
      print(
          "ratio: %.1f x as many reads a second, %.1f x less processor time of a read",
          median(oursAll, Outcome::perSecond) / median(theirsAll, Outcome::perSecond),
          perRead(theirsAll, theirsTime) / perRead(oursAll, oursTime));
    }
  }

  private void most(String who, List<Outcome> all, Duration time) {
    print(
        "as many as %d connections carry, %d rounds of %d s, medians, %s: %.0f/s, p50 %.2f ms, p99 %.2f ms; failures %d; processor time of a read %.0f µs",
        FEW_CONNECTIONS,
        rounds,
        seconds,
        who,
        median(all, Outcome::perSecond),
        median(all, outcome -> outcome.millis(50)),
        median(all, outcome -> outcome.millis(99)),
        failures(all),
        perRead(all, time));
  }

  private static long failures(List<Outcome> all) {
    return all.stream().mapToLong(Outcome::failures).sum();
  }

  /** Microseconds. */
  private static double perRead(List<Outcome> all, Duration time) {
    long reads = all.stream().mapToLong(outcome -> outcome.delays().getTotalCount()).sum();
    return time.toNanos() / 1e3 / (double) reads;
  }

  private static double median(List<Outcome> all, ToDoubleFunction<Outcome> figure) {
    return all.stream().mapToDouble(figure).sorted().skip(all.size() / 2).findFirst().orElseThrow();
  }

  private void print(String format, @Nullable Object... figures) {
    spec.commandLine().getOut().printf(format + "%n", figures);
    spec.commandLine().getOut().flush();
  }
}
