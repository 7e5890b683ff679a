package io.farmsync.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/** Reads one instance without pause and compares each answer with what it must be. */
final class ReadLoad implements AutoCloseable {

  private final World world;
  private final String token;
  private final Map<String, JsonNode> expected;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong reads = new AtomicLong();
  private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final List<Thread> readers = new ArrayList<>();

  /** A read that got no data. */
  record Failure(long atNanos, String path, int status, boolean saysWhenToComeAgain) {}

  ReadLoad(World world, String token, Map<String, JsonNode> expected, int readers) {
    this.world = world;
    this.token = token;
    this.expected = expected;
    for (int i = 0; i < readers; i++) {
      var random = new Random(i);
      this.readers.add(Thread.ofVirtual().start(() -> read(random)));
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
    stopped.set(true);
    for (var reader : readers) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void read(Random random) {
    var paths = List.copyOf(expected.keySet());
    while (!stopped.get()) {
      String path = paths.get(random.nextInt(paths.size()));
      var answer = world.get(token, path);
      reads.incrementAndGet();
      if (answer.status() != 200) {
        failures.add(
            new Failure(
                System.nanoTime(), path, answer.status(), !answer.header("Retry-After").isEmpty()));
      } else if (!answer.data().equals(expected.get(path))) {
        wrong.add(path + ": " + answer.data());
      }
    }
  }
}
