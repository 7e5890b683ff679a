package io.farmsync.query.webhook.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Page;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.platform.secret.Secret;
import io.farmsync.query.live.Change.Kind;
import io.farmsync.query.live.Changes;
import io.farmsync.query.webhook.WebhookChanges;
import io.farmsync.query.webhook.WebhookLog;
import io.farmsync.query.webhook.WebhookProperties;
import io.farmsync.query.webhook.WebhookSecrets;
import io.farmsync.query.webhook.WebhookUrl;
import io.farmsync.query.webhook.Webhooks;
import io.farmsync.schemas.Webhook.Registration;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The webhooks of the caller's tenant. */
@RestController
@RequestMapping(WebhookController.PATH)
@Access(Access.Policy.WRITE)
class WebhookController {

  static final String PATH = "/api/v1/webhooks";

  private static final List<String> KINDS =
      Arrays.stream(Kind.values()).map(Kind::wireName).toList();

  private final Webhooks webhooks;
  private final WebhookLog kept;
  private final Changes changes;
  private final ObjectProvider<WebhookSecrets> secrets;
  private final WebhookProperties properties;
  private final Clock clock;

  WebhookController(
      Webhooks webhooks,
      WebhookLog kept,
      Changes changes,
      ObjectProvider<WebhookSecrets> secrets,
      WebhookProperties properties,
      Clock clock) {
    this.webhooks = webhooks;
    this.kept = kept;
    this.changes = changes;
    this.secrets = secrets;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * A new webhook.
   *
   * @param events kinds of changes; all of them without it
   */
  record Wish(@Nullable String url, @Nullable List<String> events) {}

  /**
   * Where to begin.
   *
   * @param from a position, as messages and this webhook tell them; the webhook's own without it
   */
  record Replay(@Nullable String from) {}

  /** Registers a webhook; its secret is told in this answer and never again. */
  @PostMapping
  ResponseEntity<Envelope<WebhookView>> register(Identity caller, @RequestBody Wish wish) {
    WebhookUrl.problem(wish.url(), properties.privateAddresses())
        .ifPresent(problem -> {
          throw Refusal.invalid("url", problem);
        });
    var events = wish.events() == null ? KINDS : wish.events();
    if (events.isEmpty() || !KINDS.containsAll(events)) {
      throw Refusal.invalid("events", "Must be some of " + String.join(", ", KINDS) + ".");
    }
    ready();
    if (webhooks.of(caller.tenant()).size() >= properties.perTenant()) {
      throw Refusal.conflict(
          "There are " + properties.perTenant() + " webhooks already; remove one first.",
          "too_many_webhooks");
    }
    var id = UUID.randomUUID();
    Secret secret = secrets().make();
    Instant now = clock.instant();
    var webhook =
        new Registration(
            id,
            caller.tenant(),
            String.valueOf(wish.url()),
            events.stream().distinct().toList(),
            secrets().encrypt(id, secret),
            null,
            null,
            changes.now().text(),
            now,
            null,
            now,
            now);
    keep(webhook);
    var view = WebhookView.of(webhook, null, WebhookSecrets.text(secret));
    return ResponseEntity.status(201).body(Envelope.ok("Webhook registered", view));
  }

  /** All of them, oldest first. */
  @GetMapping
  @Access(Access.Policy.READ)
  Envelope<Page<WebhookView>> list(
      Identity caller,
      @RequestParam(required = false) @Nullable String page,
      @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
    ready();
    var window = Page.Window.of(page, pageSize);
    var all = webhooks.of(caller.tenant());
    var views = all.stream().skip(window.offset()).limit(window.size()).map(this::view).toList();
    return Envelope.ok(Page.of(PATH + "/", window, all.size(), views));
  }

  /** One of them, and how far it has been served. */
  @GetMapping("/{webhook_id}")
  @Access(Access.Policy.READ)
  Envelope<WebhookView> one(Identity caller, @PathVariable("webhook_id") String id) {
    return Envelope.ok(view(find(caller, id)));
  }

  /** Removes it; a message under way may still arrive. */
  @DeleteMapping("/{webhook_id}")
  ResponseEntity<Void> remove(Identity caller, @PathVariable("webhook_id") String id) {
    var webhook = find(caller, id);
    try {
      kept.remove(webhook.id());
    } catch (WebhookLog.Unkept e) {
      throw unkept();
    }
    return ResponseEntity.noContent().build();
  }

  /** A new secret, told once; messages carry a signature by the old one too for a while. */
  @PostMapping("/{webhook_id}/rotate-secret")
  Envelope<WebhookView> rotate(Identity caller, @PathVariable("webhook_id") String id) {
    var webhook = find(caller, id);
    var secret = secrets().make();
    Instant now = clock.instant();
    var rotated =
        WebhookChanges.rotated(
            webhook, secrets().encrypt(webhook.id(), secret), now.plus(properties.overlap()), now);
    keep(rotated);
    var progress = webhooks.progress(rotated).orElse(null);
    return Envelope.ok(WebhookView.of(rotated, progress, WebhookSecrets.text(secret)));
  }

  /** Sends again what happened since a position; a disabled webhook is enabled. */
  @PostMapping("/{webhook_id}/replay")
  ResponseEntity<Envelope<WebhookView>> replay(
      Identity caller,
      @PathVariable("webhook_id") String id,
      @RequestBody(required = false) @Nullable Replay replay) {
    var webhook = find(caller, id);
    var from = replay == null ? null : replay.from();
    if (from != null && !changes.isPosition(from)) {
      throw Refusal.invalid("from", "Must be a position that a message or this webhook told.");
    }
    var start = from == null ? view(webhook).position() : from;
    var again = WebhookChanges.from(webhook, start, clock.instant());
    keep(again);
    return ResponseEntity.accepted().body(Envelope.ok(view(again)));
  }

  private void keep(Registration webhook) {
    try {
      kept.keep(webhook);
    } catch (WebhookLog.Unkept e) {
      throw unkept();
    }
  }

  private static Refusal unkept() {
    return Refusal.unavailable("The webhook could not be kept; nothing changed.", 2);
  }

  private Registration find(Identity caller, String id) {
    ready();
    try {
      return webhooks
          .find(caller.tenant(), UUID.fromString(id))
          .orElseThrow(() -> Refusal.notFound("Webhook not found."));
    } catch (IllegalArgumentException e) {
      throw Refusal.notFound("Webhook not found.");
    }
  }

  private WebhookView view(Registration webhook) {
    return WebhookView.of(webhook, webhooks.progress(webhook).orElse(null), null);
  }

  private void ready() {
    secrets();
    if (!webhooks.isComplete()) {
      throw Refusal.unavailable("Webhooks are being read.", 1);
    }
  }

  private WebhookSecrets secrets() {
    var known = secrets.getIfAvailable();
    if (known == null) {
      throw Refusal.unavailable("Webhooks are not configured: WEBHOOK_SECRET_KEY is not set.", 60);
    }
    return known;
  }
}
