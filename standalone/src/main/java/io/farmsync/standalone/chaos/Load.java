package io.farmsync.standalone.chaos;

import io.farmsync.standalone.client.FarmClient;
import io.farmsync.standalone.processes.Processes;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Integrations that change farms over HTTP, one at a time and in batches, and do not give up: what
 * is not acknowledged is sent again, to whichever instance answers.
 */
final class Load implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Load.class);
  private static final int WRITERS = 4;
  private static final int FARMS_EACH = 25;

  /** A frozen instance must not hold the writers for as long as it is frozen. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

  private final List<FarmClient> instances;
  private final HttpClient http;
  private final Duration pause;
  private final Map<UUID, ConcurrentLinkedQueue<String>> acknowledged = new ConcurrentHashMap<>();
  private final List<Thread> writers = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;

  private Load(Processes processes, int changesPerSecond) {
    http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    // Tokens are minted by each instance, and good for all of them.
    instances =
        processes.services().stream()
            .map(service ->
                FarmClient.signing(
                    http,
                    processes.address(service),
                    Processes.CLIENT,
                    processes.clientSecret(),
                    Clock.systemUTC(),
                    PATIENCE))
            .toList();
    pause = Duration.ofSeconds(1).multipliedBy(WRITERS).dividedBy(changesPerSecond);
  }

  static Load start(Processes processes, int changesPerSecond, Random random) {
    var load = new Load(processes, changesPerSecond);
    for (int writer = 0; writer < WRITERS; writer++) {
      var own = new Random(random.nextLong());
      load.writers.add(
          Thread.ofPlatform().name("writer-" + writer).daemon().start(() -> load.write(own)));
    }
    return load;
  }

  private void write(Random random) {
    try {
      List<UUID> farms =
          IntStream.range(0, FARMS_EACH)
              .mapToObj(_ -> new UUID(random.nextLong(), random.nextLong()))
              .toList();
      long next = System.nanoTime();
      for (long change = 1; !stopped; ) {
        // Half of the changes come one by one.
        int size = random.nextInt(10) > 0 ? 1 : 2 + random.nextInt(16);
        var names = new HashMap<UUID, String>();
        for (int each = 0; each < size; each++) {
          names.put(farms.get(random.nextInt(farms.size())), "Change " + change++);
        }
        send(names, random);
        next = Math.max(next, System.nanoTime() - AFTER_FAILURE.toNanos());
        next += pause.multipliedBy(names.size()).toNanos();
        LockSupport.parkNanos(next - System.nanoTime());
      }
    } catch (RuntimeException unexpected) {
      failure.compareAndSet(null, unexpected);
    }
  }

  /** Until it is acknowledged, or the run ends; the latter leaves it open whether it happened. */
  private void send(Map<UUID, String> names, Random random) {
    int instance = random.nextInt(instances.size());
    while (!stopped) {
      try {
        if (accepted(instances.get(instance), names)) {
          names.forEach((farm, name) ->
              acknowledged.computeIfAbsent(farm, _ -> new ConcurrentLinkedQueue<>()).add(name));
          return;
        }
      } catch (RuntimeException unreachable) {
        log.debug("Sent again", unreachable);
      }
      instance = (instance + 1) % instances.size();
      LockSupport.parkNanos(AFTER_FAILURE.toNanos());
    }
  }

  private static boolean accepted(FarmClient client, Map<UUID, String> names) {
    if (names.size() == 1) {
      var only = names.entrySet().iterator().next();
      return client.post("/api/v1/farms/sync", farm(only.getKey(), only.getValue())).status()
          == 200;
    }
    var farms = new ArrayList<Map<String, Object>>();
    names.forEach((farm, name) -> farms.add(farm(farm, name)));
    var answer = client.post("/api/v1/farms/sync/batch", Map.of("farms", farms));
    return answer.status() == 200 && answer.data().path("failed").asInt(-1) == 0;
  }

  private static Map<String, Object> farm(UUID id, String name) {
    return Map.of(
        "external_farm_id",
        id,
        "external_user_id",
        "chaos",
        "name",
        name,
        "bbox",
        Map.of("south", 50.1, "west", 4.1, "north", 50.2, "east", 4.2));
  }

  /** The names that each farm was acknowledged to have been given. */
  Map<UUID, List<String>> acknowledged() {
    var names = new HashMap<UUID, List<String>>();
    acknowledged.forEach((farm, each) -> names.put(farm, List.copyOf(each)));
    return names;
  }

  /** Returns when nobody writes any more. */
  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread writer : writers) {
        writer.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    http.close();
    Throwable unexpected = failure.get();
    if (unexpected != null) {
      throw new IllegalStateException("a writer failed", unexpected);
    }
  }
}
