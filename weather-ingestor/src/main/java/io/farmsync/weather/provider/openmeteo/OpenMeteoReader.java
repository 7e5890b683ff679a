package io.farmsync.weather.provider.openmeteo;

import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Current;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.schemas.WeatherReport.Hour;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import io.farmsync.weather.provider.Answers;
import io.farmsync.weather.provider.Measure;
import io.farmsync.weather.provider.Place;
import io.farmsync.weather.upstream.UnreadableException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads Open-Meteo's answers. Times in them are local without offset; {@code utc_offset_seconds},
 * which holds for the whole answer, makes instants of them. Missing blocks, arrays and values are
 * absence; extra members are ignored; units are those of the {@code *_units} blocks, or the ones
 * asked for where an answer has none.
 */
final class OpenMeteoReader {

  static final List<String> CURRENT = List.of("temperature_2m", "wind_speed_10m");
  static final List<String> HOURLY =
      List.of("temperature_2m", "precipitation", "wind_speed_10m", "cloudcover");
  static final List<String> DAILY =
      List.of(
          "temperature_2m_min", "temperature_2m_max", "precipitation_sum", "wind_speed_10m_max");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ZoneId asked;
  private final Answers answers;

  /**
   * @param asked the zone whose days were asked for
   */
  OpenMeteoReader(ZoneId asked) {
    this.asked = asked;
    this.answers = new Answers(WeatherReport.Provider.OPEN_METEO, asked.getId());
  }

  /** How many variables are asked for besides the extended ones. */
  static int variables() {
    return CURRENT.size() + HOURLY.size() + DAILY.size();
  }

  /**
   * One answer per place, in their order. A place whose part cannot be read fails alone.
   *
   * @throws UnreadableException if the whole cannot be told apart into as many parts as places
   */
  List<WeatherAnswer> read(byte[] body, List<Place> places, Instant now)
      throws UnreadableException {
    var parts = parts(tree(body, places.size()), places.size());
    var all = new ArrayList<WeatherAnswer>();
    for (int i = 0; i < parts.size(); i++) {
      all.add(answer(places.get(i), parts.get(i), now));
    }
    return all;
  }

  private static JsonNode tree(byte[] body, int places) throws UnreadableException {
    boolean looksLikeJson = body.length > 0 && (body[0] == '{' || body[0] == '[');
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new UnreadableException(
          "not JSON: " + e.getOriginalMessage(), looksLikeJson && places > 1);
    }
  }

  /**
   * One place comes as an object, several as an array in the order asked, numbered from the second
   * on.
   */
  private static List<JsonNode> parts(JsonNode tree, int places) throws UnreadableException {
    var parts = tree.isArray() ? tree.valueStream().toList() : List.of(tree);
    if (parts.size() != places) {
      throw new UnreadableException(
          "answer for " + parts.size() + " places (expected: " + places + ")", places > 1);
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).isObject() || parts.get(i).path("location_id").asInt(i) != i) {
        throw new UnreadableException("element " + i + " is not of place " + i, places > 1);
      }
    }
    return parts;
  }

  private WeatherAnswer answer(Place place, JsonNode part, Instant now) {
    try {
      var report = report(part, now);
      return answers.good(place, zone(part), report);
    } catch (UnreadableException e) {
      var failure =
          new WeatherAnswer.Failure(
              WeatherAnswer.Code.UNREADABLE, "open_meteo: " + e.getMessage(), null);
      return answers.failed(place, now, failure);
    }
  }

  private ProviderReport report(JsonNode part, Instant now) throws UnreadableException {
    if (part.path("error").asBoolean(false)) {
      throw new UnreadableException(
          "error in a success: " + part.path("reason").asString(""), false);
    }
    if (!part.has("current") && !part.has("hourly") && !part.has("daily")) {
      throw new UnreadableException("neither current nor hourly nor daily values", false);
    }
    var hourly = hourly(part);
    var extended =
        ExtendedVariables.HOURLY.columns(
            part.path("hourly"), part.path("hourly_units"), hourly.size());
    return new ProviderReport(now, current(part), hourly, daily(part), extended);
  }

  private @Nullable Current current(JsonNode part) throws UnreadableException {
    var block = part.path("current");
    if (!block.isObject()) {
      return null;
    }
    var units = part.path("current_units");
    var time = instant(text(block, "time"), part);
    return new Current(
        time,
        value(
            block.path("temperature_2m"),
            Measure.TEMPERATURE,
            unit(units, "temperature_2m", Measure.TEMPERATURE)),
        value(
            block.path("wind_speed_10m"),
            Measure.WIND_SPEED,
            unit(units, "wind_speed_10m", Measure.WIND_SPEED)),
        ExtendedVariables.CURRENT.single(block, units));
  }

  private List<Hour> hourly(JsonNode part) throws UnreadableException {
    var times = times(part, "hourly");
    var temperature = column(part, "hourly", times, Measure.TEMPERATURE, "temperature_2m");
    var precipitation = column(part, "hourly", times, Measure.PRECIPITATION, "precipitation");
    var wind = column(part, "hourly", times, Measure.WIND_SPEED, "wind_speed_10m", "windspeed_10m");
    var cloud = column(part, "hourly", times, Measure.CLOUD_COVER, "cloudcover", "cloud_cover");
    var hours = new ArrayList<Hour>();
    for (int i = 0; i < times.size(); i++) {
      hours.add(
          new Hour(
              instant(times.get(i), part),
              temperature.get(i),
              precipitation.get(i),
              wind.get(i),
              cloud.get(i)));
    }
    return hours;
  }

  private static List<Day> daily(JsonNode part) throws UnreadableException {
    var times = times(part, "daily");
    var least = column(part, "daily", times, Measure.TEMPERATURE, "temperature_2m_min");
    var most = column(part, "daily", times, Measure.TEMPERATURE, "temperature_2m_max");
    var precipitation = column(part, "daily", times, Measure.PRECIPITATION, "precipitation_sum");
    var wind =
        column(part, "daily", times, Measure.WIND_SPEED, "wind_speed_10m_max", "windspeed_10m_max");
    var extended =
        ExtendedVariables.DAILY.columns(part.path("daily"), part.path("daily_units"), times.size());
    var days = new ArrayList<Day>();
    for (int i = 0; i < times.size(); i++) {
      days.add(
          new Day(
              day(times.get(i)),
              least.get(i),
              most.get(i),
              precipitation.get(i),
              wind.get(i),
              row(extended, i)));
    }
    return days;
  }

  private static Map<String, Double> row(Map<String, List<@Nullable Double>> columns, int i) {
    var row = new LinkedHashMap<String, Double>();
    columns.forEach((name, column) -> {
      var value = column.get(i);
      if (value != null) {
        row.put(name, value);
      }
    });
    return row;
  }

  private static List<String> times(JsonNode part, String block) throws UnreadableException {
    if (!part.path(block).isObject()) {
      return List.of();
    }
    var times = part.path(block).path("time");
    if (!times.isArray()) {
      throw new UnreadableException(block + ".time is missing", false);
    }
    return times.valueStream().map(time -> time.asString("")).toList();
  }

  /**
   * The values of one variable, one per time, null where there is none. A missing variable is null
   * throughout.
   */
  private static List<@Nullable Double> column(
      JsonNode part, String block, List<String> times, Measure measure, String... names)
      throws UnreadableException {
    var found = new ArrayList<@Nullable Double>();
    for (var name : names) {
      var array = part.path(block).path(name);
      if (!array.isArray()) {
        continue;
      }
      if (array.size() != times.size()) {
        throw new UnreadableException(
            "%s.%s has %d values for %d times".formatted(block, name, array.size(), times.size()),
            false);
      }
      var unit = unit(part.path(block + "_units"), name, measure);
      for (var value : array) {
        found.add(value(value, measure, unit));
      }
      return found;
    }
    times.forEach(_ -> found.add(null));
    return found;
  }

  /** Empty where the provider says that it has no unit because it has no values. */
  private static Optional<String> unit(JsonNode units, String name, Measure measure)
      throws UnreadableException {
    if (!units.isObject() || !units.has(name)) {
      return Optional.of(measure.unit());
    }
    var unit = units.path(name).asString("");
    if (unit.equals("undefined")) {
      return Optional.empty();
    }
    if (!measure.understands(unit)) {
      throw new UnreadableException(
          "unit of %s: %s (expected: %s)".formatted(name, unit, measure.unit()), false);
    }
    return Optional.of(unit);
  }

  private static @Nullable Double value(JsonNode value, Measure measure, Optional<String> unit) {
    return value.isNumber()
        ? unit.flatMap(name -> measure.read(value.doubleValue(), name)).orElse(null)
        : null;
  }

  private Instant instant(String local, JsonNode part) throws UnreadableException {
    try {
      var time = LocalDateTime.parse(local);
      var seconds = part.path("utc_offset_seconds");
      return seconds.isNumber()
          ? time.toInstant(ZoneOffset.ofTotalSeconds(seconds.intValue()))
          : time.atZone(asked).toInstant();
    } catch (DateTimeException e) {
      throw new UnreadableException("time: " + local + " (expected: 2026-03-01T12:00)", false);
    }
  }

  private static LocalDate day(String text) throws UnreadableException {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new UnreadableException("day: " + text + " (expected: 2026-03-01)", false);
    }
  }

  private static String text(JsonNode block, String name) {
    return block.path(name).asString("");
  }

  /** The zone whose days the answer's days are: the one it names, else the one asked for. */
  private String zone(JsonNode part) {
    var named = part.path("timezone").asString("");
    try {
      return named.isEmpty() ? asked.getId() : ZoneId.of(named).getId();
    } catch (DateTimeException e) {
      return asked.getId();
    }
  }
}
