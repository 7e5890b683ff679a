package io.farmsync.query.webhook;

import io.farmsync.query.live.Change.Kind;
import io.farmsync.query.live.Interest;
import io.farmsync.query.live.TenantCells;
import io.farmsync.query.webhook.WebhookWorker.Surroundings;
import io.farmsync.schemas.Webhook.Progress;
import io.farmsync.schemas.Webhook.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** A worker for each webhook that this instance serves; looks once a second which those are. */
final class WebhookDeliveries implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(WebhookDeliveries.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);

  private final Webhooks webhooks;
  private final TenantCells cells;
  private final Surroundings around;
  private final Map<UUID, Serving> servings = new ConcurrentHashMap<>();
  private volatile boolean running;
  private @Nullable Thread looking;

  /** A webhook since its position was last set, and the thread that serves it. */
  private record Serving(Instant startedAt, Thread thread) {}

  WebhookDeliveries(Webhooks webhooks, TenantCells cells, Surroundings around) {
    this.webhooks = webhooks;
    this.cells = cells;
    this.around = around;
  }

  @Override
  public void start() {
    running = true;
    looking = Thread.ofPlatform().name("query-webhooks").daemon().start(this::look);
  }

  @Override
  public void stop() {
    running = false;
    var thread = looking;
    if (thread != null) {
      thread.interrupt();
    }
    servings.values().forEach(serving -> serving.thread().interrupt());
    try {
      for (var serving : servings.values()) {
        serving.thread().join(LONGEST_FAREWELL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void look() {
    try {
      while (running) {
        servings.values().removeIf(serving -> !serving.thread().isAlive());
        webhooks.all().forEach(this::serve);
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Registration webhook) {
    var serving = servings.get(webhook.id());
    if (serving != null && !serving.startedAt().equals(webhook.startedAt())) {
      serving.thread().interrupt(); // an attempt of the old position, or a long pause
      return; // begun anew at the next look
    }
    if (serving == null && present(webhook.id(), webhook.startedAt()) != null) {
      var worker = worker(webhook);
      var thread = Thread.ofVirtual().name("webhook-" + webhook.id()).start(() -> run(worker));
      servings.put(webhook.id(), new Serving(webhook.startedAt(), thread));
    }
  }

  private WebhookWorker worker(Registration webhook) {
    var progress = webhooks.progress(webhook);
    return new WebhookWorker(
        webhook.id(),
        progress.map(Progress::position).orElse(webhook.start()),
        progress.map(Progress::failures).orElse(0),
        () -> present(webhook.id(), webhook.startedAt()),
        () -> interest(webhook),
        around);
  }

  private static void run(WebhookWorker worker) {
    try {
      worker.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("a webhook is not served for a moment", e); // the next look begins anew
    }
  }

  /** The registration while this instance is to serve it from that position. */
  private @Nullable Registration present(UUID id, Instant startedAt) {
    return webhooks
        .find(id)
        .filter(one -> one.startedAt().equals(startedAt))
        .filter(one -> running && one.disabledReason() == null)
        .filter(one -> around.webhooks().isServedHere(id))
        .orElse(null);
  }

  private Interest interest(Registration webhook) {
    var kinds =
        Arrays.stream(Kind.values())
            .filter(kind -> webhook.events().contains(kind.wireName()))
            .collect(Collectors.toSet());
    var own = kinds.contains(Kind.WEATHER) ? cells.of(webhook.tenant()) : Set.<String>of();
    return new Interest(webhook.tenant(), kinds, own);
  }
}
