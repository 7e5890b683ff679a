package io.farmsync.ndvi.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.ndvi.scene.SharedSearches.Sharing;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;

class SharedSearchesTest {
  private static final LocalDate FROM = LocalDate.of(2026, 1, 1);
  private static final LocalDate TO = LocalDate.of(2026, 3, 1);
  private static final Sharing SHARING = new Sharing(0.1, Duration.ofMinutes(5), 1000);

  private final List<Envelope> asked = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void neighboursInOneCellAskTheArchiveOnce() {
    var searches = new SharedSearches(this::answer, SHARING, nanos::get);

    searches.search(new Envelope(4.01, 4.02, 50.71, 50.72), FROM, TO);
    searches.search(new Envelope(4.07, 4.09, 50.75, 50.79), FROM, TO);

    assertThat(asked)
        .singleElement()
        .satisfies(area ->
            assertThat(area.covers(new Envelope(4.01, 4.09, 50.71, 50.79)))
                .as("%s holds both", area)
                .isTrue());
  }

  @Test
  void otherCellsAndOtherDaysAreAskedFor() {
    var searches = new SharedSearches(this::answer, SHARING, nanos::get);

    searches.search(new Envelope(4.01, 4.02, 50.71, 50.72), FROM, TO);
    searches.search(new Envelope(4.11, 4.12, 50.71, 50.72), FROM, TO);
    searches.search(new Envelope(4.01, 4.02, 50.71, 50.72), FROM, TO.plusDays(1));

    assertThat(asked).hasSize(3);
  }

  @Test
  void answerServesForAWhileAndThenTheArchiveIsAskedAgain() {
    var searches = new SharedSearches(this::answer, SHARING, nanos::get);
    var field = new Envelope(4.01, 4.02, 50.71, 50.72);

    searches.search(field, FROM, TO);
    nanos.set(SHARING.keptFor().toNanos() - 1);
    searches.search(field, FROM, TO);
    assertThat(asked).hasSize(1);
    nanos.set(SHARING.keptFor().toNanos() + 1);
    searches.search(field, FROM, TO);
    assertThat(asked).hasSize(2);
  }

  @Test
  void equalSearchesAtOnceAreOneAndAllHaveItsAnswer() throws Exception {
    var go = new CountDownLatch(1);
    var searches =
        new SharedSearches(
            (area, from, to) -> {
              await(go);
              return answer(area, from, to);
            },
            SHARING,
            nanos::get);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<List<Scene>>>();
      for (int i = 0; i < 50; i++) {
        answers.add(
            threads.submit(
                () -> searches.search(new Envelope(4.01, 4.02, 50.71, 50.72), FROM, TO)));
      }
      go.countDown();
      for (var answer : answers) {
        assertThat(answer.get()).isEmpty();
      }
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void failureIsToldAndNotKept() {
    var searches =
        new SharedSearches(
            (area, from, to) -> {
              if (asked.isEmpty()) {
                asked.add(area);
                throw new IllegalStateException("the archive is away");
              }
              return answer(area, from, to);
            },
            SHARING,
            nanos::get);
    var field = new Envelope(4.01, 4.02, 50.71, 50.72);

    assertThatThrownBy(() -> searches.search(field, FROM, TO)).hasMessageContaining("away");
    assertThat(searches.search(field, FROM, TO)).isEmpty();
  }

  @Test
  void whoWaitsForOneThatIsStoppedAsksInItsPlace() throws Exception {
    var go = new CountDownLatch(1);
    var first = new CountDownLatch(1);
    var searches =
        new SharedSearches(
            (area, from, to) -> {
              asked.add(area);
              first.countDown();
              await(go);
              return List.of();
            },
            SHARING,
            nanos::get);
    var field = new Envelope(4.01, 4.02, 50.71, 50.72);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Scene>> stopped = threads.submit(() -> searches.search(field, FROM, TO));
      await(first);
      Future<List<Scene>> waiting = threads.submit(() -> searches.search(field, FROM, TO));
      stopped.cancel(true);
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> asked.size() == 2);
      go.countDown();
      assertThat(waiting.get()).isEmpty();
    }
  }

  private List<Scene> answer(Envelope area, LocalDate from, LocalDate to) {
    asked.add(area);
    return List.of();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new java.util.concurrent.CancellationException("stopped");
    }
  }
}
