package io.farmsync.standalone.demo;

import io.farmsync.standalone.client.FarmClient;
import io.farmsync.standalone.client.FarmClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what the platform knows of a farm, over HTTP as any reader would. */
final class FarmReader {

  private static final int MAX_PAGES = 10;

  private final FarmClient reader;

  FarmReader(FarmClient reader) {
    this.reader = reader;
  }

  FarmOutcome read(DemoFarm farm) {
    String path = "/api/v1/farms/" + farm.id();
    var state = reader.get(path);
    var latest = reader.get(path + "/ndvi/latest/");
    var weather = reader.get(path + "/weather/current/");
    var observations = observations(path);
    JsonNode observation = latest.data().path("observation");
    JsonNode newest =
        observations.stream()
            .filter(o ->
                o.path("date").asString("").equals(observation.path("bucket_date").asString("?")))
            .findFirst()
            .orElse(null);
    long usable = observations.stream().filter(o -> o.path("mean").isNumber()).count();
    long clear =
        observations.stream().filter(o -> o.path("cloud_fraction").asDouble(1) == 0).count();
    return new FarmOutcome(
        farm,
        number(state.data().path("area_ha")),
        (int) usable,
        number(observation.path("mean")),
        text(observation.path("bucket_date")),
        observations.isEmpty() ? null : (double) clear / observations.size(),
        newest == null ? null : text(newest.at("/scene_ids/0")),
        number(weather.data().path("temperature_c")),
        text(weather.data().path("source")),
        problem(state, latest, weather));
  }

  private List<JsonNode> observations(String path) {
    var all = new ArrayList<JsonNode>();
    for (int page = 1; page <= MAX_PAGES; page++) {
      var answer = reader.get(path + "/ndvi/observations/?page_size=100&page=" + page);
      answer.data().path("results").forEach(all::add);
      if (!answer.data().path("next").isString()) {
        break;
      }
    }
    return all;
  }

  private static @Nullable String problem(Answer... answers) {
    for (Answer answer : answers) {
      if (answer.status() != 200) {
        return answer.problem();
      }
    }
    return null;
  }

  private static @Nullable Double number(JsonNode node) {
    return node.isNumber() ? node.asDouble() : null;
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.asString() : null;
  }
}
