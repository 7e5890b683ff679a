package io.farmsync.query.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/**
 * Wipes the views: what the instances have read, the changelogs of their stores, and the local
 * stores of this machine. The next instance that starts builds them anew from the topics. Nothing
 * is lost: the views own nothing.
 */
public final class ViewReset {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 200;

  private final KafkaSettings settings;

  public ViewReset(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Wipes them; no instance may run.
   *
   * @throws IllegalStateException if one still runs, or Kafka does not answer
   */
  public void run() {
    try (var admin = Admin.create(settings.client("query-api-reset"))) {
      forgetGroup(admin);
      List<String> internal =
          within(admin.listTopics().names()).stream()
              .filter(topic -> topic.startsWith(ViewStreams.APPLICATION + "-"))
              .filter(topic -> topic.endsWith("-changelog") || topic.endsWith("-repartition"))
              .toList();
      within(admin.deleteTopics(internal).all());
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "cannot wipe the views: Kafka at " + settings.bootstrapServers() + ": " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while wiping the views", e);
    }
    deleteStores(Path.of(settings.stateFolder(), ViewStreams.APPLICATION));
  }

  /** An instance that was killed is a member until its session ends. */
  private static void forgetGroup(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      try {
        within(admin.deleteConsumerGroups(List.of(ViewStreams.APPLICATION)).all());
        return;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof GroupIdNotFoundException) {
          return;
        }
        if (!(e.getCause() instanceof GroupNotEmptyException) || System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private static void deleteStores(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the local stores in " + folder, e);
    }
  }

  private static <T> T within(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
