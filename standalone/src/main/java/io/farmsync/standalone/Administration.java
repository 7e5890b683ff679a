package io.farmsync.standalone;

import io.farmsync.standalone.client.FarmClient;
import io.farmsync.standalone.client.FarmClient.Answer;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The administration routes of the platform that {@code connection.json} tells of. What it cannot
 * do it says as a {@link FarmException} with what to do next.
 */
final class Administration {

  private final String baseUrl;
  private final FarmClient administrator;

  private Administration(String baseUrl, FarmClient administrator) {
    this.baseUrl = baseUrl;
    this.administrator = administrator;
  }

  /** Of the platform that runs in {@code FARM_HOME}. */
  static Administration ofRunning() {
    var file = FarmHome.ofEnvironment().connectionFile();
    var connection =
        Connection.read(file)
            .orElseThrow(() ->
                new FarmException(
                    "There is no "
                        + file
                        + ". Start the platform with ./farm up or ./farm demo, or set FARM_HOME"
                        + " to the folder it runs on."));
    return new Administration(
        connection.baseUrl(),
        FarmClient.bearing(
            HttpClient.newHttpClient(),
            URI.create(connection.baseUrl()),
            connection.adminToken(),
            Clock.systemUTC()));
  }

  JsonNode get(String path) {
    return data(client -> client.get(path));
  }

  JsonNode post(String path, Map<String, ?> body) {
    return data(client -> client.post(path, body));
  }

  JsonNode patch(String path, Map<String, ?> body) {
    return data(client -> client.patch(path, body));
  }

  JsonNode delete(String path) {
    return data(client -> client.delete(path));
  }

  /** All results of a list, page by page. */
  List<JsonNode> all(String path) {
    var found = new ArrayList<JsonNode>();
    JsonNode page = get(path + "?page_size=100");
    while (true) {
      page.path("results").forEach(found::add);
      JsonNode next = page.path("next");
      if (!next.isString()) {
        return found;
      }
      page = get(next.stringValue());
    }
  }

  /** The one that fits, by a word of its own. */
  JsonNode find(String path, String kind, String word, Predicate<JsonNode> fits) {
    var found = all(path).stream().filter(fits).toList();
    if (found.size() != 1) {
      throw new FarmException(
          found.isEmpty()
              ? "There is no "
                  + kind
                  + " \""
                  + word
                  + "\". List them with: ./farm "
                  + kind
                  + " list"
              : "\""
                  + word
                  + "\" is the name of "
                  + found.size()
                  + " of them; say the id, as ./farm "
                  + kind
                  + " list shows it.");
    }
    return found.getFirst();
  }

  private JsonNode data(Function<FarmClient, Answer> call) {
    Answer answer;
    try {
      answer = call.apply(administrator);
    } catch (UncheckedIOException e) {
      throw new FarmException(
          "Nothing answers at " + baseUrl + ". See ./farm status, and start it with ./farm up.", e);
    }
    if (answer.status() / 100 == 2) {
      return answer.data();
    }
    throw new FarmException(
        answer.status() == 401
            ? "The administrator's token in connection.json is not accepted by "
                + baseUrl
                + ". It lasts a day; restart the platform to have a new one."
            : "Refused: " + answer.problem());
  }
}
