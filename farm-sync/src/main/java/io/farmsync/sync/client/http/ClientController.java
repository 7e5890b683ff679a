package io.farmsync.sync.client.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Page;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.platform.envelope.http.RequestContext;
import io.farmsync.platform.secret.Secret;
import io.farmsync.sync.client.Clients;
import io.farmsync.sync.client.Clients.Change;
import io.farmsync.sync.client.Clients.NewClient;
import io.farmsync.sync.client.IntegrationClient;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Administration of clients. A secret is shown once, in the answer that made it. */
@RestController
@RequestMapping("/api/v1/integrations/clients")
@Access(Policy.ADMINISTRATION)
class ClientController {

  private final Clients clients;
  private final HmacProperties properties;
  private final SecureRandom random;

  ClientController(Clients clients, HmacProperties properties, SecureRandom random) {
    this.clients = clients;
    this.properties = properties;
    this.random = random;
  }

  /** A client as administrators see it. */
  record ClientView(
      UUID id,
      String name,
      String clientId,
      String tenant,
      String scope,
      boolean isActive,
      boolean requiresApiKey,
      @Nullable Instant rotatedAt,
      @Nullable Instant previousExpiresAt,
      Instant createdAt,
      Instant updatedAt) {

    static ClientView of(IntegrationClient client) {
      return new ClientView(
          client.id(),
          client.name(),
          client.clientId(),
          client.tenant(),
          client.scope(),
          client.active(),
          client.requiresApiKey(),
          client.rotatedAt(),
          client.previousExpiresAt(),
          client.createdAt(),
          client.updatedAt());
    }
  }

  /**
   * A client that was just made.
   *
   * @param clientSecret standard base64; its bytes are the key of the signatures
   */
  record CreatedView(
      UUID id,
      String name,
      String clientId,
      String clientSecret,
      String tenant,
      String scope,
      boolean isActive,
      boolean requiresApiKey) {}

  record RotatedView(String clientId, String clientSecret, Instant previousValidUntil) {}

  @GetMapping
  Envelope<Page<ClientView>> list(
      HttpServletRequest request,
      @RequestParam(required = false) @Nullable String page,
      @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
    var window = Page.Window.of(page, pageSize);
    var found = clients.list(window.offset(), window.size()).stream().map(ClientView::of).toList();
    return Envelope.ok(Page.of(RequestContext.of(request).path(), window, clients.count(), found));
  }

  @PostMapping
  ResponseEntity<Envelope<CreatedView>> create(@RequestBody JsonNode body) {
    var payload = ClientPayload.forCreation(body);
    var secret = Secret.random(random);
    var wish =
        new NewClient(
            UUID.randomUUID(),
            payload.requiredName(),
            UUID.randomUUID().toString(),
            payload.tenant(),
            payload.scope() == null ? "read" : payload.scope(),
            payload.active() == null || payload.active(),
            Boolean.TRUE.equals(payload.requiresApiKey()),
            secret);
    var client = done(clients.create(wish));
    var view =
        new CreatedView(
            client.id(),
            client.name(),
            client.clientId(),
            secret.base64(),
            client.tenant(),
            client.scope(),
            client.active(),
            client.requiresApiKey());
    return ResponseEntity.status(HttpStatus.CREATED).body(Envelope.ok("Client created", view));
  }

  @GetMapping("/{id}")
  Envelope<ClientView> read(@PathVariable String id) {
    return Envelope.ok(ClientView.of(clients.find(id(id)).orElseThrow(ClientController::unknown)));
  }

  @PatchMapping("/{id}")
  Envelope<ClientView> update(@PathVariable String id, @RequestBody JsonNode body) {
    var payload = ClientPayload.forChange(body);
    return Envelope.ok(
        ClientView.of(done(clients.update(id(id), payload.name(), payload.active()))));
  }

  @PostMapping("/{id}/rotate-secret")
  Envelope<RotatedView> rotate(@PathVariable String id) {
    var secret = Secret.random(random);
    var client = done(clients.rotate(id(id), secret, properties.previousSecretFor()));
    Instant until = client.previousExpiresAt();
    if (until == null) {
      throw new IllegalStateException("rotated client without an overlap: " + client.id());
    }
    return Envelope.ok(new RotatedView(client.clientId(), secret.base64(), until));
  }

  private static IntegrationClient done(Change change) {
    return switch (change) {
      case Change.Done(var client) -> client;
      case Change.NameTaken() -> throw Refusal.invalid("name", "Another client has this name.");
      case Change.Unknown() -> throw unknown();
      case Change.Inactive() ->
          throw Refusal.conflict("Integration client is disabled", "client_disabled");
    };
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  private static Refusal unknown() {
    return Refusal.notFound("Integration client not found.");
  }
}
