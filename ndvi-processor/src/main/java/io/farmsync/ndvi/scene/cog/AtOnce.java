package io.farmsync.ndvi.scene.cog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs blocking tasks side by side, each on its own virtual thread; the first alone runs on the
 * caller's.
 */
final class AtOnce {
  private AtOnce() {}

  /**
   * @throws RuntimeException the first task's failure, as it was thrown
   */
  static <T> List<T> run(List<Callable<T>> tasks) {
    try {
      if (tasks.size() <= 1) {
        return tasks.isEmpty() ? List.of() : List.of(tasks.getFirst().call());
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var results = new ArrayList<T>();
        for (Future<T> future : threads.invokeAll(tasks)) {
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
}
