package io.farmsync.standalone.chaos;

import io.farmsync.standalone.client.FarmClient;
import io.farmsync.standalone.processes.Processes;
import java.net.URI;
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

  /** A field where no archive of the samples has a picture. */
  static final Map<String, Object> FAR_AWAY =
      Map.of("south", -1.30, "west", 36.80, "north", -1.29, "east", 36.81);

  private static final Map<String, Object> NEARBY =
      Map.of("south", 50.1, "west", 4.1, "north", 50.2, "east", 4.2);

  private final List<FarmClient> instances;
  private final Front front;
  private final HttpClient http;
  private final Duration pause;
  private final Map<String, Object> bbox;
  private final Signal signal;
  private final Map<UUID, ConcurrentLinkedQueue<String>> acknowledged = new ConcurrentHashMap<>();
  private final List<Thread> writers = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;

  private Load(
      HttpClient http,
      List<URI> addresses,
      List<FarmClient> instances,
      int changesPerSecond,
      Map<String, Object> bbox,
      Signal signal) {
    this.http = http;
    this.front = new Front(addresses);
    this.instances = instances;
    this.bbox = bbox;
    this.signal = signal;
    pause = Duration.ofSeconds(1).multipliedBy(WRITERS).dividedBy(changesPerSecond);
  }

  static Load start(Processes processes, int changesPerSecond, Random random) {
    var http = client();
    var addresses = processes.services().stream().map(processes::address).toList();
    var instances = clients(http, addresses, Processes.CLIENT, processes.clientSecret());
    return start(
        new Load(http, addresses, instances, changesPerSecond, NEARBY, new Signal()), random);
  }

  /** Each change is an operation of the signal, from its first attempt to its acknowledgement. */
  static Load start(
      List<URI> addresses,
      String client,
      String secret,
      int changesPerSecond,
      Signal signal,
      Random random) {
    var http = client();
    var instances = clients(http, addresses, client, secret);
    return start(new Load(http, addresses, instances, changesPerSecond, FAR_AWAY, signal), random);
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  }

  /** Tokens are minted by each instance, and good for all of them. */
  static List<FarmClient> clients(
      HttpClient http, List<URI> addresses, String client, String secret) {
    return addresses.stream()
        .map(address ->
            FarmClient.signing(http, address, client, secret, Clock.systemUTC(), PATIENCE))
        .toList();
  }

  private static Load start(Load load, Random random) {
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
        send(names);
        next = Math.max(next, System.nanoTime() - AFTER_FAILURE.toNanos());
        next += pause.multipliedBy(names.size()).toNanos();
        LockSupport.parkNanos(next - System.nanoTime());
      }
    } catch (RuntimeException unexpected) {
      failure.compareAndSet(null, unexpected);
    }
  }

  /** Until it is acknowledged, or the run ends; the latter leaves it open whether it happened. */
  private void send(Map<UUID, String> names) {
    Object operation = signal.begin();
    while (!stopped) {
      int instance = front.next();
      try {
        if (accepted(instances.get(instance), names)) {
          signal.end(operation);
          names.forEach((farm, name) ->
              acknowledged.computeIfAbsent(farm, _ -> new ConcurrentLinkedQueue<>()).add(name));
          return;
        }
      } catch (RuntimeException unreachable) {
        log.debug("Sent again", unreachable);
      }
      front.failed(instance);
      LockSupport.parkNanos(AFTER_FAILURE.toNanos());
    }
    signal.forget(operation);
  }

  private boolean accepted(FarmClient client, Map<UUID, String> names) {
    if (names.size() == 1) {
      var only = names.entrySet().iterator().next();
      return client.post("/api/v1/farms/sync", farm(only.getKey(), only.getValue(), bbox)).status()
          == 200;
    }
    var farms = new ArrayList<Map<String, Object>>();
    names.forEach((farm, name) -> farms.add(farm(farm, name, bbox)));
    var answer = client.post("/api/v1/farms/sync/batch", Map.of("farms", farms));
    return answer.status() == 200 && answer.data().path("failed").asInt(-1) == 0;
  }

  static Map<String, Object> farm(UUID id, String name, Map<String, Object> bbox) {
    return Map.of("external_farm_id", id, "external_user_id", "chaos", "name", name, "bbox", bbox);
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
