package io.farmsync.sync;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP answer as a test looks at it. */
public record Answer(int status, HttpHeaders headers, String body) {

  static Answer of(HttpResponse<byte[]> response) {
    return new Answer(
        response.statusCode(),
        response.headers(),
        new String(response.body(), StandardCharsets.ISO_8859_1));
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  public JsonNode json() {
    return JsonMapper.shared().readTree(body.getBytes(StandardCharsets.ISO_8859_1));
  }

  public JsonNode data() {
    return json().path("data");
  }

  public JsonNode errors() {
    return json().path("errors");
  }

  public String code() {
    return errors().path("code").asString("");
  }
}
