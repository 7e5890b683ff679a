package io.farmsync.platform.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Runs tasks that mostly wait for upstreams side by side, each on its own virtual thread. */
public final class AtOnce {
  private AtOnce() {}

  /**
   * @param most tasks at the same time
   * @return the results in the order of the tasks
   * @throws RuntimeException the first task's failure, as it was thrown
   * @throws CancellationException if the calling thread is interrupted; the tasks are interrupted
   *     too
   */
  public static <T> List<T> run(List<Callable<T>> tasks, int most) {
    try {
      if (tasks.size() <= 1) {
        return tasks.isEmpty() ? List.of() : List.of(tasks.getFirst().call());
      }
      var turns = new Semaphore(most);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var results = new ArrayList<T>();
        for (Future<T> future :
            threads.invokeAll(tasks.stream().map(task -> inTurn(task, turns)).toList())) {
          results.add(future.get());
        }
        return results;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CancellationException("stopped while reading");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception checked) {
      throw new IllegalStateException(checked);
    }
  }

  private static <T> Callable<T> inTurn(Callable<T> task, Semaphore turns) {
    return () -> {
      turns.acquire();
      try {
        return task.call();
      } finally {
        turns.release();
      }
    };
  }
}
