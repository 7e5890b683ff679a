package io.farmsync.query.instances.http;

import io.farmsync.query.instances.Address;
import io.farmsync.query.instances.Answers;
import io.farmsync.query.instances.InstanceProperties;
import io.farmsync.query.instances.Neighbours;
import io.farmsync.query.instances.Question;
import io.farmsync.query.instances.http.InstanceController.AskedVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks over HTTP, on connections that are kept. Questions to one instance at a time are bounded:
 * one that is slow must not collect all requests of the others.
 */
final class HttpNeighbours implements Neighbours, AutoCloseable {

  private static final int AT_ONCE = 256;
  private static final Duration CONNECT = Duration.ofMillis(150);
  private static final Duration TRAVEL = Duration.ofMillis(500);

  private final InstanceProperties properties;
  private final JsonMapper json;
  private final Map<Address, Semaphore> turns = new ConcurrentHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  HttpNeighbours(InstanceProperties properties, JsonMapper json) {
    this.properties = properties;
    this.json = json;
  }

  @Override
  public Answers ask(
      Address address,
      String store,
      boolean isCopyEnough,
      List<Question> questions,
      Duration deadline) {
    var answer =
        post(address, AskedStores.PATH, new AskedStores(store, isCopyEnough, questions), deadline);
    try {
      return AnswerFrames.read(answer);
    } catch (IOException e) {
      throw NeighbourAway.refusing(address, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean awaitVersion(Address address, UUID farm, long version, Duration wait) {
    var answer =
        post(
            address,
            AskedStores.VERSIONS,
            new AskedVersion(farm, version, wait.toMillis()),
            wait.plus(TRAVEL));
    try {
      return json.readTree(answer).path("data").path("is_reached").asBoolean();
    } catch (JacksonException e) {
      throw NeighbourAway.refusing(address, e.getOriginalMessage());
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private byte[] post(Address address, String path, Object body, Duration deadline) {
    var turn = turns.computeIfAbsent(address, _ -> new Semaphore(AT_ONCE));
    try {
      if (!turn.tryAcquire(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        throw NeighbourAway.silent(address, AT_ONCE + " questions are waiting for it already");
      }
      try {
        return send(address, path, body, deadline);
      } finally {
        turn.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw NeighbourAway.refusing(address, "interrupted");
    }
  }

  private byte[] send(Address address, String path, Object body, Duration deadline)
      throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .timeout(deadline)
            .header("Content-Type", "application/json")
            .header(AskedStores.SECRET, properties.secret())
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
            .build();
    HttpResponse<byte[]> response;
    try {
      response = http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw NeighbourAway.silent(address, e.toString());
    }
    if (response.statusCode() != 200) {
      throw NeighbourAway.refusing(address, "status " + response.statusCode());
    }
    return response.body();
  }
}
