package io.farmsync.samples;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Open-Meteo's forecast and archive, answered from recordings whose dates are shifted: the first
 * recorded day becomes the day on which the server started (UTC), and the recording repeats end to
 * end before and after it. Which recording a place gets, and how many days into it, follows from
 * its coordinates. Daily values are taken from the hours of the day, as the service itself takes
 * them. Values are converted to the unit asked for and otherwise as recorded.
 *
 * <p>A variable that Open-Meteo has but no recording holds is null in every hour. A variable
 * unknown to both is answered 400.
 */
final class OpenMeteo {

  private static final String FOLDER = "weather/open-meteo/";
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<HourlySeries> recordings;
  private final Clock clock;
  private final LocalDate firstDay;

  OpenMeteo(SampleData data, Clock clock) {
    this.recordings =
        List.of(
            series(data, "archive_hourly_4_months_with_nulls.json"),
            series(data, "forecast_current_hourly_daily_imperial.json"),
            series(data, "forecast_hourly_agro_adelaide.json"),
            series(data, "forecast_current_15min_hourly_daily.json"));
    this.clock = clock;
    this.firstDay = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  Answer handle(Request request) {
    if (!request.path().equals("/v1/forecast") && !request.path().equals("/v1/archive")) {
      return Answer.json(404, error("Not Found"));
    }
    try {
      return Answer.json(200, answer(OpenMeteoQuery.of(request, clock.instant())));
    } catch (IllegalArgumentException e) {
      return Answer.json(400, error(String.valueOf(e.getMessage())));
    }
  }

  private JsonNode answer(OpenMeteoQuery query) {
    if (query.places().size() == 1) {
      return at(query.places().getFirst(), query);
    }
    var all = JSON.createArrayNode();
    for (var place : query.places()) {
      var one = at(place, query);
      if (!all.isEmpty()) {
        one.put("location_id", all.size());
      }
      all.add(one);
    }
    return all;
  }

  private ObjectNode at(OpenMeteoQuery.Place place, OpenMeteoQuery query) {
    var mine = recordingsOf(place);
    long start = startHour(place, mine.getFirst());
    var answer =
        JSON.createObjectNode()
            .put("latitude", rounded(place.latitude(), 2))
            .put("longitude", rounded(place.longitude(), 2))
            .put("generationtime_ms", 0.25)
            .put("utc_offset_seconds", query.offset().getTotalSeconds())
            .put("timezone", query.zone())
            .put("timezone_abbreviation", abbreviation(query.offset()))
            .put("elevation", mine.getFirst().elevation());
    if (!query.current().isEmpty()) {
      current(answer, query, mine, start);
    }
    if (!query.hourly().isEmpty()) {
      hourly(answer, query, mine, start);
    }
    if (!query.daily().isEmpty()) {
      daily(answer, query, mine, start);
    }
    return answer;
  }

  private void current(
      ObjectNode answer, OpenMeteoQuery query, List<HourlySeries> mine, long start) {
    var units = answer.putObject("current_units").put("time", "iso8601").put("interval", "seconds");
    var local = LocalDateTime.ofInstant(clock.instant(), query.offset());
    var quarter = local.truncatedTo(ChronoUnit.HOURS).plusMinutes(local.getMinute() / 15 * 15L);
    var block =
        answer.putObject("current").put("time", MINUTES.format(quarter)).put("interval", 900);
    for (var asked : query.current()) {
      var source = source(asked, mine, "ForecastVariable");
      units.put(asked, unit(source, asked, query.units()));
      block.set(asked, value(source, asked, hour(quarter, query) - start, query.units()));
    }
  }

  private void hourly(
      ObjectNode answer, OpenMeteoQuery query, List<HourlySeries> mine, long start) {
    var units = answer.putObject("hourly_units").put("time", "iso8601");
    var block = answer.putObject("hourly");
    fill(
        block.putArray("time"),
        query.hours(),
        hour -> text(MINUTES.format(query.firstHour().plusHours(hour))));
    long first = hour(query.firstHour(), query) - start;
    for (var asked : query.hourly()) {
      var source = source(asked, mine, "ForecastVariable");
      units.put(asked, unit(source, asked, query.units()));
      fill(
          block.putArray(asked),
          query.hours(),
          hour -> value(source, asked, first + hour, query.units()));
    }
  }

  private void daily(ObjectNode answer, OpenMeteoQuery query, List<HourlySeries> mine, long start) {
    var units = answer.putObject("daily_units").put("time", "iso8601");
    var block = answer.putObject("daily");
    fill(
        block.putArray("time"),
        query.days(),
        day -> text(query.firstDay().plusDays(day).toString()));
    long first = hour(query.firstDay().atStartOfDay(), query) - start;
    for (var asked : query.daily()) {
      var variable = OpenMeteoVariables.daily(asked);
      var source = source(variable.hourly(), mine, "ForecastVariableDaily");
      units.put(asked, unit(source, variable.hourly(), query.units()));
      fill(
          block.putArray(asked),
          query.days(),
          day -> folded(source, variable, first + day * 24, query.units()));
    }
  }

  private static JsonNode folded(
      Optional<HourlySeries> source,
      OpenMeteoVariables.Daily variable,
      long first,
      OpenMeteoQuery.Units units) {
    var hours = new ArrayList<Double>();
    for (long hour = first; hour < first + 24; hour++) {
      var value = value(source, variable.hourly(), hour, units);
      if (value.isNumber()) {
        hours.add(value.doubleValue());
      }
    }
    if (hours.isEmpty()) {
      return JsonNodeFactory.instance.nullNode();
    }
    double day = variable.fold().of(hours);
    return JsonNodeFactory.instance.numberNode(rounded(day, 2));
  }

  private static JsonNode value(
      Optional<HourlySeries> source, String asked, long hour, OpenMeteoQuery.Units units) {
    return source
        .flatMap(series ->
            series
                .value(OpenMeteoVariables.current(asked), hour)
                .map(value -> OpenMeteoUnits.convert(value, recordedUnit(series, asked), units)))
        .<JsonNode>map(value -> JsonNodeFactory.instance.numberNode(rounded(value, 2)))
        .orElse(JsonNodeFactory.instance.nullNode());
  }

  private static String unit(
      Optional<HourlySeries> source, String asked, OpenMeteoQuery.Units units) {
    return source
        .map(series -> OpenMeteoUnits.target(recordedUnit(series, asked), units))
        .orElse("undefined");
  }

  private static String recordedUnit(HourlySeries series, String asked) {
    return Optional.ofNullable(series.units().get(OpenMeteoVariables.current(asked))).orElseThrow();
  }

  /** The first recording that holds the variable; empty if it is known but nowhere recorded. */
  private static Optional<HourlySeries> source(
      String asked, List<HourlySeries> recordings, String kind) {
    var variable = OpenMeteoVariables.current(asked);
    var found = recordings.stream().filter(series -> series.has(variable)).findFirst();
    if (found.isEmpty() && !OpenMeteoVariables.isWithoutRecording(variable)) {
      throw new IllegalArgumentException(
          "Data corrupted at path ''. Cannot initialize "
              + kind
              + " from invalid String value "
              + asked
              + ".");
    }
    return found;
  }

  private static HourlySeries series(SampleData data, String file) {
    return HourlySeries.of(data.json(FOLDER + file));
  }

  /**
   * Every fourth place or so lives in the second recording, the others in the first; the rest fills
   * gaps.
   */
  private List<HourlySeries> recordingsOf(OpenMeteoQuery.Place place) {
    if (Math.floorMod(number(place), 4) != 3) {
      return recordings;
    }
    return List.of(recordings.get(1), recordings.get(0), recordings.get(2), recordings.get(3));
  }

  /** Hours since 1970 at which the recording begins for this place. */
  private long startHour(OpenMeteoQuery.Place place, HourlySeries series) {
    int day = Math.floorMod(number(place) / 4, series.hours() / 24);
    return firstDay.minusDays(day).toEpochDay() * 24;
  }

  private static int number(OpenMeteoQuery.Place place) {
    return (int) Math.round(place.latitude() * 10) * 31
        + (int) Math.round(place.longitude() * 10) * 17;
  }

  private static long hour(LocalDateTime local, OpenMeteoQuery query) {
    return Math.floorDiv(local.toEpochSecond(query.offset()), 3600L);
  }

  private static String abbreviation(ZoneOffset offset) {
    if (offset.getTotalSeconds() == 0) {
      return "GMT";
    }
    int minutes = offset.getTotalSeconds() / 60;
    var rest = minutes % 60 == 0 ? "" : ":" + Math.abs(minutes % 60);
    return "GMT" + (minutes < 0 ? "-" : "+") + Math.abs(minutes / 60) + rest;
  }

  private static void fill(ArrayNode array, int count, LongFunction<JsonNode> values) {
    for (long i = 0; i < count; i++) {
      array.add(values.apply(i));
    }
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }

  private static double rounded(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).doubleValue();
  }

  private static ObjectNode error(String reason) {
    return JSON.createObjectNode().put("error", true).put("reason", reason);
  }
}
