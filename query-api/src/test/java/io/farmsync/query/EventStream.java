package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A reader of server-sent events, as a browser takes them. */
final class EventStream implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final Stream<String> lines;
  private final List<Event> events = new CopyOnWriteArrayList<>();

  /** An event with data. */
  record Event(String name, String id, JsonNode data) {}

  private EventStream(int port, String token, @Nullable String lastEventId)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/farms/stream"))
            .header("Authorization", "Bearer " + token);
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    lines = response.body();
    Thread.ofVirtual().start(this::read);
  }

  /** Listens when this returns. */
  static EventStream open(int port, String token, @Nullable String lastEventId) {
    try {
      return new EventStream(port, token, lastEventId);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  private void read() {
    var fields = new HashMap<String, String>();
    try {
      lines.forEach(line -> {
        if (!line.isEmpty()) {
          int colon = line.indexOf(':');
          fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
          return;
        }
        if (fields.containsKey("data")) {
          events.add(
              new Event(
                  fields.getOrDefault("event", ""),
                  fields.getOrDefault("id", ""),
                  JsonMapper.shared().readTree(fields.get("data"))));
        }
        fields.clear();
      });
    } catch (UncheckedIOException e) {
      assertThat(e).as("the test ended").isNotNull();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
