package io.farmsync.query.kafka;

import io.farmsync.query.freshness.CatchUp;
import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.topology.View;
import io.farmsync.query.topology.Views;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Ready when every partition of every store is answered for, here or by another instance, and what
 * was published before the start has been read. The state of Kafka Streams alone says little: it
 * can be running before the stores are restored, and is rebalancing on all instances when one comes
 * or goes. Once caught up, lag no longer makes the service unready: old answers beat none.
 */
final class ViewsHealth implements HealthIndicator {

  /** Any key will do: the answer counts, not what it is. */
  private static final String PROBE = "readiness";

  private final ViewStreams views;
  private final StoreReader stores;
  private final CatchUpProbe catchUp;
  private final RestoreProgress restores;
  private volatile boolean caughtUp;

  ViewsHealth(
      ViewStreams views, StoreReader stores, CatchUpProbe catchUp, RestoreProgress restores) {
    this.restores = restores;
    this.views = views;
    this.stores = stores;
    this.catchUp = catchUp;
  }

  @Override
  public Health health() {
    try {
      var state = views.running().state();
      if (!state.isRunningOrRebalancing()) {
        return down("the views are " + state);
      }
      Views.partitioned().forEach(this::require);
      stores.globalValue(Views.WEATHER, PROBE);
      return caughtUp ? up() : progress();
    } catch (ViewUnavailable e) {
      return down(String.valueOf(e.getMessage()), e);
    }
  }

  private void require(View<?> view) {
    view.partitions().forEach(partition -> stores.require(view, partition));
  }

  private Health progress() {
    try {
      CatchUp now = catchUp.ask();
      caughtUp = now.isDone();
      return caughtUp
          ? up()
          : notReady("the views are catching up")
              .withDetail("records_total", now.total())
              .withDetail("records_remaining", now.remaining())
              .build();
    } catch (ExecutionException | TimeoutException e) {
      return down("Kafka did not say how far the views are: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return down("interrupted");
    }
  }

  /** Tells an operator how the work is spread. */
  private Health up() {
    var threads = views.running().metadataForLocalThreads();
    return Health.up()
        .withDetail("serving", threads.stream().mapToInt(one -> one.activeTasks().size()).sum())
        .withDetail("copies", threads.stream().mapToInt(one -> one.standbyTasks().size()).sum())
        .build();
  }

  private Health down(String reason, ViewUnavailable e) {
    return e.getCause() == null ? down(reason) : down(reason + ": " + e.getCause().getMessage());
  }

  private Health down(String reason) {
    return notReady(reason).build();
  }

  private Health.Builder notReady(String reason) {
    var health = Health.down().withDetail("reason", reason);
    var stores = restores.ofStores();
    return stores.isEmpty() ? health : health.withDetail("restored", stores);
  }
}
