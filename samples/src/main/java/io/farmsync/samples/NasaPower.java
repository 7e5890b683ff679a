package io.farmsync.samples;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * NASA POWER's daily point service, answered from recordings whose dates are shifted: the recorded
 * days repeat end to end from the day on which the server started. The four months of recorded
 * hours give daily temperature, precipitation, humidity and wind; what they lack comes from the
 * three recorded days. The newest three days are the fill value, as recorded.
 */
final class NasaPower {

  private static final double FILL = -999.0;
  private static final int LAG_DAYS = 3;
  private static final int MAX_DAYS = 20_000;
  private static final String FOLDER = "weather/nasa-power/";
  private static final JsonMapper JSON = JsonMapper.shared();

  /** One parameter: a value per recorded day, and its description as recorded. */
  private record Daily(List<Double> days, ObjectNode description) {}

  private final Map<String, Daily> parameters = new LinkedHashMap<>();
  private final JsonNode refusal;
  private final Clock clock;
  private final LocalDate firstDay;

  NasaPower(SampleData data, Clock clock) {
    var days = data.json(FOLDER + "daily_point_ok.json");
    for (var name : days.get("properties").get("parameter").propertyNames()) {
      var values = days.get("properties").get("parameter").get(name).valueStream();
      parameters.put(
          name, new Daily(values.map(JsonNode::doubleValue).toList(), description(days, name)));
    }
    var hours = data.json(FOLDER + "hourly_point_4_months.json");
    put(days, "T2M_MIN", byDay(hours, "T2M"), Fold.MIN);
    put(days, "T2M_MAX", byDay(hours, "T2M"), Fold.MAX);
    for (var name : List.of("T2M", "RH2M", "T2MDEW", "PRECTOTCORR", "WS10M")) {
      put(hours, name, byDay(hours, name), Fold.MEAN);
    }
    this.refusal = data.json(FOLDER + "errors/422_unknown_parameter.json");
    this.clock = clock;
    this.firstDay = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  Answer handle(Request request) {
    if (!request.path().equals("/api/temporal/daily/point")) {
      return Answer.json(404, JSON.createObjectNode().put("message", "Not Found"));
    }
    try {
      return Answer.json(200, answer(request));
    } catch (IllegalArgumentException e) {
      var body = ((ObjectNode) refusal).deepCopy();
      body.putArray("messages").add(e.getMessage());
      return Answer.json(422, body);
    }
  }

  private ObjectNode answer(Request request) {
    double latitude = coordinate(request, "latitude", 90);
    double longitude = coordinate(request, "longitude", 180);
    var start = day(request, "start");
    var end = day(request, "end");
    if (end.isBefore(start) || ChronoUnit.DAYS.between(start, end) > MAX_DAYS) {
      throw new IllegalArgumentException("Please correct your start and end dates.");
    }
    var answer = JSON.createObjectNode().put("type", "Feature");
    answer
        .putObject("geometry")
        .put("type", "Point")
        .putArray("coordinates")
        .add(longitude)
        .add(latitude)
        .add(12.7);
    var values = answer.putObject("properties").putObject("parameter");
    var header = header(request, start, end);
    answer.set("header", header);
    answer.putArray("messages");
    var descriptions = answer.putObject("parameters");
    for (var name : asked(request)) {
      var parameter = parameters.get(name);
      if (parameter == null) {
        throw new IllegalArgumentException("One of your parameters is incorrect: " + name + ".");
      }
      fill(values.putObject(name), parameter, start, end, place(latitude, longitude));
      descriptions.set(name, parameter.description());
    }
    answer.putObject("times").put("data", 0.124).put("process", 0.01);
    return answer;
  }

  private void fill(ObjectNode days, Daily parameter, LocalDate start, LocalDate end, int place) {
    var newest = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(LAG_DAYS);
    for (var day = start; !day.isAfter(end); day = day.plusDays(1)) {
      long index = ChronoUnit.DAYS.between(firstDay, day) + place;
      double value =
          parameter.days().get((int) Math.floorMod(index, (long) parameter.days().size()));
      days.put(DateTimeFormatter.BASIC_ISO_DATE.format(day), day.isAfter(newest) ? FILL : value);
    }
  }

  private static ObjectNode header(Request request, LocalDate start, LocalDate end) {
    var header =
        JSON.createObjectNode().put("title", "NASA/POWER Source Native Resolution Daily Data");
    header.putObject("api").put("version", "v2.10.0").put("name", "POWER Daily API");
    header.putArray("sources").add("MERRA2").add("POWER");
    return header
        .put("fill_value", FILL)
        .put("time_standard", request.parameter("time-standard").orElse("LST"))
        .put("start", DateTimeFormatter.BASIC_ISO_DATE.format(start))
        .put("end", DateTimeFormatter.BASIC_ISO_DATE.format(end));
  }

  private enum Fold {
    MIN,
    MAX,
    MEAN
  }

  private void put(JsonNode describing, String name, Map<String, List<Double>> byDay, Fold fold) {
    var days = new ArrayList<Double>();
    for (var hours : byDay.values()) {
      var values = hours.stream().mapToDouble(Double::doubleValue);
      double day =
          switch (fold) {
            case MIN -> values.min().orElseThrow();
            case MAX -> values.max().orElseThrow();
            case MEAN -> values.average().orElseThrow();
          };
      days.add(Math.round(day * 100) / 100.0);
    }
    parameters.put(name, new Daily(days, description(describing, name)));
  }

  /** Recorded hours by the day their keys name; hours with the fill value are left out. */
  private static Map<String, List<Double>> byDay(JsonNode hours, String name) {
    var days = new LinkedHashMap<String, List<Double>>();
    for (var hour : hours.get("properties").get("parameter").get(name).properties()) {
      if (hour.getValue().doubleValue() != FILL) {
        days.computeIfAbsent(hour.getKey().substring(0, 8), _ -> new ArrayList<>())
            .add(hour.getValue().doubleValue());
      }
    }
    return days;
  }

  private static ObjectNode description(JsonNode recording, String name) {
    return (ObjectNode) recording.get("parameters").get(name);
  }

  private static List<String> asked(Request request) {
    return List.of(
        request
            .parameter("parameters")
            .orElseThrow(() -> new IllegalArgumentException("Please provide parameters."))
            .split(",", -1));
  }

  private static int place(double latitude, double longitude) {
    return (int) Math.round(latitude * 2) * 31 + (int) Math.round(longitude * 1.6) * 17;
  }

  private static double coordinate(Request request, String name, int bound) {
    var text = request.parameter(name);
    try {
      return text.map(Double::parseDouble)
          .filter(value -> value >= -bound && value <= bound)
          .orElseThrow(() -> new IllegalArgumentException("Please correct your " + name + "."));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Please correct your " + name + ".", e);
    }
  }

  private static LocalDate day(Request request, String name) {
    Optional<String> text = request.parameter(name);
    try {
      return LocalDate.parse(text.orElse(""), DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Please correct your " + name + " date (YYYYMMDD).", e);
    }
  }
}
