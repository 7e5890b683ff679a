package io.farmsync.platform.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

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
    } catch (Exception failed) {
      throw asThrown(failed);
    }
  }

  /**
   * Hands every result over as soon as it is there, on the calling thread. Tasks are begun in their
   * order.
   *
   * @param most tasks at the same time
   * @throws RuntimeException a task's failure, as it was thrown; what is under way then is
   *     interrupted
   * @throws CancellationException if the calling thread is interrupted; the tasks are interrupted
   *     too
   */
  public static <T> void each(List<Callable<T>> tasks, int most, Consumer<T> done) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ExecutorCompletionService<T>(threads);
      var waiting = tasks.iterator();
      for (int begun = 0; begun < most && waiting.hasNext(); begun++) {
        results.submit(waiting.next());
      }
      try {
        for (int open = tasks.size(); open > 0; open--) {
          T result = results.take().get();
          if (waiting.hasNext()) {
            results.submit(waiting.next());
          }
          done.accept(result);
        }
      } catch (Exception failed) {
        threads.shutdownNow();
        throw asThrown(failed);
      }
    }
  }

  private static RuntimeException asThrown(Exception failed) {
    return switch (failed) {
      case InterruptedException _ -> {
        Thread.currentThread().interrupt();
        yield new CancellationException("stopped while reading");
      }
      case ExecutionException execution
          when execution.getCause() instanceof RuntimeException cause ->
          cause;
      case ExecutionException execution -> new IllegalStateException(execution.getCause());
      case RuntimeException runtime -> runtime;
      default -> new IllegalStateException(failed);
    };
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
