package io.farmsync.sync.client.http;

import io.farmsync.platform.auth.Scope;
import io.farmsync.platform.secret.Secret;
import io.farmsync.sync.client.Clients.NewClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the clients that are given by configuration. Anything wrong stops the start and names its
 * place; secrets are never in the message.
 */
final class SeededClients {

  private static final String NAME = "farm-sync.hmac.clients (INTEGRATION_HMAC_CLIENTS_JSON)";

  private SeededClients() {}

  /**
   * The clients of a JSON object; none for a blank text.
   *
   * @throws IllegalArgumentException if it is anything else than the documented form
   */
  static List<NewClient> parse(String json, String scope) {
    if (json.isBlank()) {
      return List.of();
    }
    JsonNode map;
    try {
      map = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(NAME + " is not valid JSON (bad_json)");
    }
    if (!map.isObject()) {
      throw new IllegalArgumentException(NAME + " must be a JSON object (bad_json)");
    }
    var clients = new ArrayList<NewClient>();
    map.properties()
        .forEach(entry -> clients.add(client(entry.getKey().strip(), entry.getValue(), scope)));
    return List.copyOf(clients);
  }

  private static NewClient client(String clientId, JsonNode value, String standardScope) {
    String secret = value.isString() ? value.stringValue() : text(value, "secret");
    String scope = value.isObject() ? text(value, "scope") : null;
    if (clientId.isEmpty() || secret == null || secret.isBlank()) {
      throw new IllegalArgumentException(
          NAME + ": client \"" + clientId + "\" needs an id and a secret (bad_json)");
    }
    return new NewClient(
        UUID.nameUUIDFromBytes(("seeded/" + clientId).getBytes(StandardCharsets.UTF_8)),
        clientId,
        clientId,
        value.isObject() ? text(value, "tenant") : null,
        scope(clientId, scope == null ? standardScope : scope),
        true,
        false,
        secret(clientId, secret.strip()));
  }

  private static @Nullable String text(JsonNode object, String member) {
    JsonNode value = object.get(member);
    return value == null || !value.isString() || value.stringValue().isBlank()
        ? null
        : value.stringValue();
  }

  private static Secret secret(String clientId, String text) {
    try {
      return Secret.ofBase64(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          NAME
              + ": the secret of client \""
              + clientId
              + "\" is not standard base64 with padding (bad_base64)");
    }
  }

  private static String scope(String clientId, String text) {
    try {
      if (!Scope.parse(text).isEmpty()) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      // named below
    }
    throw new IllegalArgumentException(
        NAME + ": the scope of client \"" + clientId + "\" is not read, write or admin: " + text);
  }
}
