package io.farmsync.standalone.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One integration talking to the platform over HTTP: mints a token by a signed request, keeps it
 * until shortly before it expires, sends and reads JSON.
 */
public final class FarmClient {

  private static final String TOKEN_PATH = "/api/v1/integrations/token/";
  private static final Duration RENEW_BEFORE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http;
  private final URI baseUrl;
  private final Clock clock;
  private final Supplier<Token> minting;
  private final Duration patience;
  private final JsonMapper json = JsonMapper.shared();
  private @Nullable Token token;

  private record Token(String text, Instant expires) {}

  /**
   * An answer of the platform.
   *
   * @param body the envelope
   */
  public record Answer(int status, JsonNode body) {

    public JsonNode data() {
      return body.path("data");
    }

    /** What went wrong, for people. */
    public String problem() {
      return status + " " + body.path("message").asString("") + " " + body.path("errors");
    }
  }

  private FarmClient(
      HttpClient http,
      URI baseUrl,
      Clock clock,
      @Nullable RequestSigner signer,
      @Nullable String bearer,
      Duration patience) {
    this.http = http;
    this.patience = patience;
    this.baseUrl = baseUrl;
    this.clock = clock;
    this.minting = () -> mint(signer, bearer);
  }

  /** A client that signs with its secret, in standard base64. */
  public static FarmClient signing(
      HttpClient http, URI baseUrl, String clientId, String secret, Clock clock) {
    return signing(http, baseUrl, clientId, secret, clock, PATIENCE);
  }

  /**
   * A client that signs with its secret, in standard base64.
   *
   * @param patience how long it waits for an answer
   */
  public static FarmClient signing(
      HttpClient http,
      URI baseUrl,
      String clientId,
      String secret,
      Clock clock,
      Duration patience) {
    var signer = new RequestSigner(clientId, secret, clock);
    return new FarmClient(http, baseUrl, clock, signer, null, patience);
  }

  /** A client that has its token already. */
  public static FarmClient bearing(HttpClient http, URI baseUrl, String token, Clock clock) {
    return new FarmClient(http, baseUrl, clock, null, token, PATIENCE);
  }

  /** The Bearer token now in use; minted when there is none that lasts. */
  public synchronized String token() {
    Token current = token;
    if (current == null || clock.instant().isAfter(current.expires())) {
      current = minting.get();
      token = current;
    }
    return current.text();
  }

  public Answer get(String path) {
    return send(authorized(path).GET().build());
  }

  public Answer post(String path, Object body) {
    return send(
        authorized(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
            .build());
  }

  public Answer patch(String path, Object body) {
    return send(
        authorized(path)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
            .build());
  }

  public Answer delete(String path) {
    return send(authorized(path).DELETE().build());
  }

  /** A read that needs no credentials. */
  public Answer getOpen(String path) {
    return send(request(path).GET().build());
  }

  private Token mint(@Nullable RequestSigner signer, @Nullable String bearer) {
    if (signer == null) {
      return new Token(String.valueOf(bearer), Instant.MAX);
    }
    var request = request(TOKEN_PATH).POST(BodyPublishers.noBody());
    signer.headers("POST", TOKEN_PATH, new byte[0]).forEach(request::header);
    var answer = send(request.build());
    if (answer.status() != 200) {
      throw new IllegalStateException(
          "no token for " + signer.clientId() + ": " + answer.problem());
    }
    Duration lifetime = Duration.ofSeconds(answer.data().get("expires_in").asLong());
    return new Token(
        answer.data().get("access").asString(), clock.instant().plus(lifetime).minus(RENEW_BEFORE));
  }

  private HttpRequest.Builder authorized(String path) {
    return request(path).header("Authorization", "Bearer " + token());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(baseUrl.resolve(path)).timeout(patience);
  }

  private Answer send(HttpRequest request) {
    try {
      var response = http.send(request, BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), json.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          request.method() + " " + request.uri() + ": " + e.getMessage(), e);
    } catch (JacksonException e) {
      throw new IllegalStateException(
          request.method() + " " + request.uri() + " was not answered with JSON", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Creates an integration client; for administrators. */
  public JsonNode createClient(String name, String tenant, String scope) {
    var answer =
        post(
            "/api/v1/integrations/clients/",
            Map.of("name", name, "tenant", tenant, "scope", scope));
    if (answer.status() != 201) {
      throw new IllegalStateException("client " + name + " was not created: " + answer.problem());
    }
    return answer.data();
  }
}
