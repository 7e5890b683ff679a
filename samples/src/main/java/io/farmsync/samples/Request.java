package io.farmsync.samples;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request as it arrived.
 *
 * @param path below the upstream's base URL, decoded, with a leading slash
 * @param query raw query string, null if there was none
 * @param range the Range header as sent
 * @param body at most 1 MiB
 */
public record Request(
    Route route,
    String method,
    String path,
    @Nullable String query,
    @Nullable String range,
    @Nullable String ifMatch,
    String body) {

  /** One query parameter, decoded; the last one wins if it is repeated. Empty counts as absent. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters().get(name)).filter(value -> !value.isEmpty());
  }

  /** All query parameters, decoded, in the order sent. */
  public Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    if (query != null) {
      for (var pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        var name = equals < 0 ? pair : pair.substring(0, equals);
        var value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.put(decoded(name), decoded(value));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
