package io.farmsync.platform.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Ask SEARCH =
      Ask.json(URI.create("http://catalogue.example/search"), 1).counted("search", 1);
  private static final Ask FILE = Ask.range(URI.create("http://catalogue.example/file"), 0, 1, 1);

  @Test
  void questionsOfItsPurposeKeepTheirDistanceWhoeverAsks() throws Exception {
    var pace = new Pace("search", Duration.ofMillis(20), System::nanoTime);
    long start = System.nanoTime();
    Callable<Void> asking =
        () -> {
          pace.take(SEARCH);
          return null;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var asked : threads.invokeAll(Collections.nCopies(10, asking))) {
        asked.get();
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("nine distances between ten questions")
        .isGreaterThanOrEqualTo(Duration.ofMillis(180));
  }

  @Test
  void othersGoAtOnce() throws Exception {
    var pace = new Pace("search", Duration.ofHours(1), System::nanoTime);
    pace.take(SEARCH);
    long start = System.nanoTime();
    pace.take(FILE);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}
