package io.farmsync.query.weather.http;

import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.http.Parameters;
import io.farmsync.query.weather.MissingWeather.Reader;
import io.farmsync.query.weather.Preference;
import io.farmsync.schemas.WeatherCell;
import io.farmsync.schemas.kafka.WireJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** One point of a bulk read: {@code {"lat": …, "lon": …, "ts": …}}; without ts it is now. */
record BulkPoint(BigDecimal latitude, BigDecimal longitude, Instant at) {

  private static final int MOST = 100;

  Place place(ZoneId zone, Reader reader) {
    return new Place(
        WeatherCell.at(latitude, longitude), false, zone, Preference.USUAL, reader, "bulk");
  }

  /**
   * The member {@code points} of a body.
   *
   * @throws Refusal 400 with every mistake, by its place in the list
   */
  static List<BulkPoint> list(byte[] body, Instant now) {
    var points = tree(body).path("points");
    if (!points.isArray() || points.isEmpty() || points.size() > MOST) {
      throw Refusal.invalid("points", "Must be a list of 1 to " + MOST + " points.");
    }
    var problems = new LinkedHashMap<String, List<String>>();
    var all = new ArrayList<BulkPoint>();
    for (int i = 0; i < points.size(); i++) {
      var name = "points[" + i + "].";
      all.add(
          new BulkPoint(
              degrees(points.get(i), "lat", PointParameters.MOST_LATITUDE, name, problems),
              degrees(points.get(i), "lon", PointParameters.MOST_LONGITUDE, name, problems),
              instant(points.get(i).path("ts"), now, name, problems)));
    }
    if (!problems.isEmpty()) {
      throw Refusal.invalid(problems);
    }
    return all;
  }

  private static JsonNode tree(byte[] body) {
    try {
      return WireJson.mapper().readTree(body);
    } catch (JacksonException e) {
      throw Refusal.malformed("The body is not JSON: " + e.getOriginalMessage());
    }
  }

  private static BigDecimal degrees(
      JsonNode point, String member, int most, String name, Map<String, List<String>> problems) {
    var value = point.path(member);
    if (value.isNumber() && Math.abs(value.doubleValue()) <= most) {
      return BigDecimal.valueOf(value.doubleValue());
    }
    problems.put(name + member, List.of("Must be a number from -" + most + " to " + most + "."));
    return BigDecimal.ZERO;
  }

  private static Instant instant(
      JsonNode ts, Instant now, String name, Map<String, List<String>> problems) {
    if (ts.isMissingNode() || ts.isNull()) {
      return now;
    }
    return Parameters.instant(ts.asString(""))
        .orElseGet(() -> {
          problems.put(
              name + "ts", List.of("Not an instant; use 2026-03-01T12:00:00Z or Unix seconds."));
          return now;
        });
  }
}
