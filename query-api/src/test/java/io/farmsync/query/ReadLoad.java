package io.farmsync.query;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/**
 * Reads one instance at a steady pace and compares each answer with what it must be. Readers
 * without a pace would take the processors from the instance that starts beside them.
 */
final class ReadLoad implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(25);

  private final World world;
  private final String token;
  private final Map<String, JsonNode> expected;
  private final List<String> paths;
  private final AtomicLong reads = new AtomicLong();
  private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService readers;

  /** A read that got no data. */
  record Failure(long atNanos, String path, int status, boolean saysWhenToComeAgain) {}

  /**
   * Begins at once.
   *
   * @param readers reads that may wait for their answers at the same time
   */
  ReadLoad(World world, String token, Map<String, JsonNode> expected, int readers) {
    this.world = world;
    this.token = token;
    this.expected = expected;
    this.paths = List.copyOf(expected.keySet());
    this.readers = Executors.newScheduledThreadPool(readers);
    for (int i = 0; i < readers; i++) {
      var random = new Random(i);
      var _ =
          this.readers.scheduleWithFixedDelay(
              () -> read(random), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Reads so far. */
  long reads() {
    return reads.get();
  }

  /** Answers that differ. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** Tenths of a second in which a read failed, together. */
  Duration failingTime() {
    long tenth = Duration.ofMillis(100).toNanos();
    return Duration.ofNanos(
        tenth
            * failures.stream().mapToLong(failure -> failure.atNanos() / tenth).distinct().count());
  }

  @Override
  public void close() {
    readers.close();
  }

  private void read(Random random) {
    String path = paths.get(random.nextInt(paths.size()));
    try {
      var answer = world.get(token, path);
      reads.incrementAndGet();
      if (answer.status() != 200) {
        failures.add(
            new Failure(
                System.nanoTime(), path, answer.status(), !answer.header("Retry-After").isEmpty()));
      } else if (!answer.data().equals(expected.get(path))) {
        wrong.add(path + ": " + answer.data());
      }
    } catch (RuntimeException e) {
      wrong.add(path + ": " + e); // thrown on, it would end this reader unseen
    }
  }
}
