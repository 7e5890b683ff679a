package io.farmsync.platform.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AtOnceTest {
  @Test
  void tasksAreBegunInTheirOrder() {
    for (int round = 0; round < 50; round++) {
      Queue<Integer> begun = new ConcurrentLinkedQueue<>();
      var done = new ArrayList<Integer>();

      AtOnce.each(
          IntStream.range(0, 100).mapToObj(number -> noting(number, begun)).toList(), 1, done::add);

      assertThat(List.copyOf(begun)).isSorted().hasSize(100);
      assertThat(done).isSorted().hasSize(100);
    }
  }

  @Test
  void asManyAsAllowedRunAtOnce() {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var three = new CyclicBarrier(3);
    Callable<Integer> task =
        () -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          three.await(10, TimeUnit.SECONDS); // goes on only with two others
          return running.decrementAndGet();
        };

    AtOnce.each(Collections.nCopies(39, task), 3, _ -> {});

    assertThat(most).hasValue(3);
  }

  @Test
  void failureOfOneIsThrownAsItWas() {
    List<Callable<Integer>> tasks =
        List.of(
            () -> 1,
            () -> {
              throw new IllegalArgumentException("third field");
            });

    assertThatThrownBy(() -> AtOnce.each(tasks, 2, _ -> {}))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("third field");
  }

  private static Callable<Integer> noting(int number, Queue<Integer> begun) {
    return () -> {
      begun.add(number);
      return number;
    };
  }
}
