package io.farmsync.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP request under construction.
 *
 * @param body one char a byte
 */
public record Call(String method, String path, Map<String, String> headers, String body) {

  public static Call get(String path) {
    return new Call("GET", path, Map.of(), "");
  }

  public static Call post(String path) {
    return new Call("POST", path, Map.of(), "");
  }

  public static Call of(String method, String path) {
    return new Call(method, path, Map.of(), "");
  }

  public Call with(String header, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Call(method, path, all, body);
  }

  public Call bearer(String token) {
    return with("Authorization", "Bearer " + token);
  }

  public Call json(String text) {
    return json(text.getBytes(StandardCharsets.UTF_8));
  }

  public Call json(byte[] bytes) {
    return new Call(method, path, headers, new String(bytes, ISO_8859_1))
        .with("Content-Type", "application/json");
  }

  public Call body(String type, String text) {
    return new Call(method, path, headers, latin(text)).with("Content-Type", type);
  }

  public Call to(String otherPath) {
    return new Call(method, otherPath, headers, body);
  }

  byte[] bytes() {
    return body.getBytes(ISO_8859_1);
  }

  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), ISO_8859_1);
  }
}
