package io.farmsync.query.webhook;

import io.farmsync.query.live.Change;
import io.farmsync.query.live.Changes;
import io.farmsync.query.live.Interest;
import io.farmsync.query.live.Listening.Heard;
import io.farmsync.query.live.Position;
import io.farmsync.schemas.Webhook.Progress;
import io.farmsync.schemas.Webhook.Registration;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves one webhook: one message after the other, in order, each until it is taken. At least once:
 * progress is kept behind a message, and a repeated one has the same id. For one thread; an
 * interrupt stops it.
 */
final class WebhookWorker {

  private static final Logger log = LoggerFactory.getLogger(WebhookWorker.class);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int GONE = 410;

  private final UUID id;
  private final Supplier<@Nullable Registration> webhook;
  private final Supplier<Interest> interest;
  private final Changes changes;
  private final WebhookLog webhooks;
  private final WebhookSecrets secrets;
  private final WebhookCall call;
  private final WebhookProperties properties;
  private final JsonMapper json;
  private final Clock clock;
  private String position;
  private int failures;
  private @Nullable Instant lastSuccess;

  /** Everything that is the same for all webhooks. */
  record Surroundings(
      Changes changes,
      WebhookLog webhooks,
      WebhookSecrets secrets,
      WebhookProperties properties,
      JsonMapper json,
      Clock clock) {}

  /**
   * @param webhook its present registration; null once it is not to be served any more
   */
  WebhookWorker(
      UUID id,
      String position,
      int failures,
      Supplier<@Nullable Registration> webhook,
      Supplier<Interest> interest,
      Surroundings around) {
    this.id = id;
    this.position = position;
    this.failures = failures;
    this.webhook = webhook;
    this.interest = interest;
    this.changes = around.changes();
    this.webhooks = around.webhooks();
    this.secrets = around.secrets();
    this.properties = around.properties();
    this.call = new WebhookCall(properties.timeout(), properties.privateAddresses());
    this.json = around.json();
    this.clock = around.clock();
  }

  /** Serves until the webhook is gone or disabled. */
  void run() throws InterruptedException {
    while (webhook.get() != null) {
      try {
        serve();
      } catch (Changes.Unavailable | WebhookLog.Unkept | IllegalStateException e) {
        log.warn("webhook {} waits: {}", id, e.toString());
      } catch (IllegalArgumentException e) {
        disable("its position cannot be read: " + e.getMessage());
        return;
      }
      Thread.sleep(PAUSE);
    }
  }

  private void serve() throws InterruptedException {
    try (var listening = changes.listen(interest.get(), position)) {
      while (webhook.get() != null) {
        switch (listening.next(SILENCE)) {
          case Heard.Told(var change, var reached) -> {
            if (!deliver(change.id(), body(change), reached)) {
              return;
            }
          }
          case Heard.Missed(var reached) -> {
            if (!deliver("missed-" + clock.millis(), missed(), reached)) {
              return;
            }
          }
          case Heard.Silence(var reached) -> advance(reached);
          case Heard.Ended _ -> {
            return; // begins anew from its position
          }
        }
      }
    }
  }

  /** Nothing was for this webhook: kept all the same, so that less is looked through again. */
  private void advance(Position reached) {
    if (!reached.text().equals(position)) {
      position = reached.text();
      keep(null);
    }
  }

  /** True once the message was taken; false if the webhook is not to be served any more. */
  private boolean deliver(String message, byte[] body, Position reached)
      throws InterruptedException {
    while (true) {
      var now = webhook.get();
      if (now == null) {
        return false;
      }
      var problem = attempt(now, message, body, reached);
      if (problem == null) {
        failures = 0;
        lastSuccess = clock.instant();
        position = reached.text();
        keep(null);
        return true;
      }
      failures++;
      keep(problem.what());
      if (problem.isFinal() || failures >= properties.mostFailures()) {
        disable(
            problem.isFinal()
                ? problem.what()
                : failures + " failures in a row: " + problem.what());
        return false;
      }
      Thread.sleep(pause(problem));
    }
  }

  /**
   * Why a message was not taken.
   *
   * @param askedWait what the receiver asks for, in seconds
   */
  private record Problem(String what, boolean isFinal, long askedWait) {}

  private @Nullable Problem attempt(
      Registration now, String message, byte[] body, Position reached) {
    var sentAt = clock.instant();
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "farm-sync");
    headers.put("webhook-id", message);
    headers.put("webhook-timestamp", Long.toString(sentAt.getEpochSecond()));
    headers.put("webhook-signature", secrets.signatures(now, message, sentAt, body));
    headers.put("webhook-position", reached.text());
    try {
      var answer = call.post(URI.create(now.url()), headers, body);
      int status = answer.status();
      return status >= 200 && status < 300
          ? null
          : new Problem("answers " + status, status == GONE, askedWait(answer));
    } catch (IOException e) {
      return new Problem(e.toString(), false, 0);
    }
  }

  private static long askedWait(WebhookCall.Answer answer) {
    var wanted = answer.headers().getOrDefault("retry-after", "");
    return wanted.matches("[0-9]{1,6}") ? Long.parseLong(wanted) : 0;
  }

  private Duration pause(Problem problem) {
    var own = properties.backOff().multipliedBy(1L << Math.min(failures - 1, 20));
    var wanted = Duration.ofSeconds(problem.askedWait());
    var longer = own.compareTo(wanted) > 0 ? own : wanted;
    return longer.compareTo(properties.longestBackOff()) < 0 ? longer : properties.longestBackOff();
  }

  private void keep(@Nullable String problem) {
    var now = webhook.get();
    if (now != null) {
      webhooks.keep(
          new Progress(
              id, now.startedAt(), position, failures, problem, lastSuccess, clock.instant()));
    }
  }

  private void disable(String reason) {
    var now = webhook.get();
    if (now != null) {
      log.warn("webhook {} of tenant {} is disabled: {}", id, now.tenant(), reason);
      webhooks.keep(WebhookChanges.disabled(now, reason, clock.instant()));
    }
  }

  private byte[] body(Change change) {
    return body(change.type(), change.at(), change.data());
  }

  private byte[] missed() {
    return body(
        "changes.missed",
        clock.instant(),
        Map.of("detail", "Earlier changes cannot be told any more; read what you need anew."));
  }

  private byte[] body(String type, Instant at, Map<String, Object> data) {
    var body = new LinkedHashMap<String, Object>();
    body.put("type", type);
    body.put("timestamp", at.toString());
    body.put("data", data);
    return json.writeValueAsBytes(body);
  }
}
