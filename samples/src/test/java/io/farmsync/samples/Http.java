package io.farmsync.samples;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the tests ask the sample upstreams with. */
final class Http implements AutoCloseable {

  private final HttpClient client = HttpClient.newHttpClient();

  HttpResponse<byte[]> get(URI uri, String... headers) throws IOException, InterruptedException {
    return send(request(uri, headers).GET().build());
  }

  HttpResponse<byte[]> head(URI uri, String... headers) throws IOException, InterruptedException {
    return send(request(uri, headers).HEAD().build());
  }

  HttpResponse<byte[]> post(URI uri, String body) throws IOException, InterruptedException {
    return send(request(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  JsonNode getJson(URI uri) throws IOException, InterruptedException {
    return json(get(uri));
  }

  JsonNode postJson(URI uri, String body) throws IOException, InterruptedException {
    return json(post(uri, body));
  }

  static JsonNode json(HttpResponse<byte[]> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static HttpRequest.Builder request(URI uri, String... headers) {
    var builder = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5));
    return headers.length == 0 ? builder : builder.headers(headers);
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }
}
