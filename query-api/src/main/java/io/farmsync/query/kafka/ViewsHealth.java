package io.farmsync.query.kafka;

import io.farmsync.query.freshness.CatchUp;
import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.topology.View;
import io.farmsync.query.topology.Views;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.KafkaStreams;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Ready when Kafka Streams runs, every store answers in every partition, and what was published
 * before the start has been read. Running alone says little: it can come before the stores are
 * restored. Once caught up, lag no longer makes the service unready: old answers beat none.
 */
final class ViewsHealth implements HealthIndicator {

  /** Any key will do: the answer counts, not what it is. */
  private static final String PROBE = "readiness";

  private final ViewStreams views;
  private final StoreReader stores;
  private final CatchUpProbe catchUp;
  private volatile boolean caughtUp;

  ViewsHealth(ViewStreams views, StoreReader stores, CatchUpProbe catchUp) {
    this.views = views;
    this.stores = stores;
    this.catchUp = catchUp;
  }

  @Override
  public Health health() {
    try {
      var state = views.running().state();
      if (state != KafkaStreams.State.RUNNING) {
        return down("the views are " + state);
      }
      Views.partitioned().forEach(this::probe);
      stores.globalValue(Views.WEATHER, PROBE);
      return caughtUp ? Health.up().build() : progress();
    } catch (ViewUnavailable e) {
      return down(String.valueOf(e.getMessage()), e);
    }
  }

  private <V> void probe(View<V> view) {
    view.partitions().forEach(partition -> stores.value(view, partition, PROBE));
  }

  private Health progress() {
    try {
      CatchUp now = catchUp.ask();
      caughtUp = now.isDone();
      return caughtUp
          ? Health.up().build()
          : Health.down()
              .withDetail("reason", "the views are catching up")
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

  private static Health down(String reason, ViewUnavailable e) {
    return e.getCause() == null ? down(reason) : down(reason + ": " + e.getCause().getMessage());
  }

  private static Health down(String reason) {
    return Health.down().withDetail("reason", reason).build();
  }
}
