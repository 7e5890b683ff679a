package io.farmsync.standalone.chaos;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What readers are told of farms. */
final class Views {
  private final HttpClient http;
  private final Front front;
  private final String token;

  Views(HttpClient http, Front front, String token) {
    this.http = http;
    this.front = front;
    this.token = token;
  }

  /** How many of the farms cannot be read. */
  long missing(Collection<UUID> farms) {
    return farms.stream().filter(farm -> name(farm).isEmpty()).count();
  }

  /** How many farms are not told by the name that they were given last. */
  long stale(Map<UUID, String> names) {
    return names.entrySet().stream()
        .filter(farm -> !name(farm.getKey()).equals(Optional.of(farm.getValue())))
        .count();
  }

  private Optional<String> name(UUID farm) {
    int instance = front.next();
    var request =
        HttpRequest.newBuilder(front.address(instance).resolve("/api/v1/farms/" + farm + "/"))
            .timeout(Duration.ofSeconds(2))
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofByteArray());
      return answer.statusCode() == 200
          ? Optional.of(
              JsonMapper.shared().readTree(answer.body()).path("data").path("name").asString())
          : Optional.empty();
    } catch (IOException | JacksonException unreachable) {
      front.failed(instance);
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
