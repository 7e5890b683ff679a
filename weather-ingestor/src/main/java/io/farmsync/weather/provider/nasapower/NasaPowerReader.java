package io.farmsync.weather.provider.nasapower;

import io.farmsync.schemas.ExtendedParameter;
import io.farmsync.schemas.WeatherReport.Current;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import io.farmsync.weather.provider.Measure;
import io.farmsync.weather.upstream.UnreadableException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads NASA POWER's daily answers. Days are UTC days. The fill value, −999 unless the answer names
 * another, is absence; there is no wind at ten metres. Units are those of the {@code parameters}
 * block.
 */
final class NasaPowerReader {

  private static final List<String> BASIC = List.of("T2M_MIN", "T2M_MAX", "PRECTOTCORR");
  private static final Map<String, ExtendedParameter> EXTENDED =
      Map.of(
          "RH2M", ExtendedParameter.RELATIVE_HUMIDITY,
          "ALLSKY_SFC_SW_DWN", ExtendedParameter.RADIATION_SUM);

  static final List<String> PARAMETERS =
      Stream.concat(BASIC.stream(), EXTENDED.keySet().stream().sorted()).toList();

  private static final double DEFAULT_FILL = -999;
  private static final double FILL_TOLERANCE = 0.5;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ZoneId zone;

  /**
   * @param zone whose midnight is the time of the current value
   */
  NasaPowerReader(ZoneId zone) {
    this.zone = zone;
  }

  ProviderReport read(byte[] body, Instant now) throws UnreadableException {
    JsonNode tree;
    try {
      tree = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new UnreadableException("not JSON: " + e.getOriginalMessage(), false);
    }
    if (!tree.path("properties").path("parameter").isObject()) {
      throw new UnreadableException("properties.parameter is missing", false);
    }
    var days = new ArrayList<Day>();
    for (var key : keys(tree)) {
      days.add(
          new Day(
              day(key),
              value(tree, "T2M_MIN", key, Measure.TEMPERATURE),
              value(tree, "T2M_MAX", key, Measure.TEMPERATURE),
              value(tree, "PRECTOTCORR", key, Measure.PRECIPITATION),
              null,
              extended(tree, key)));
    }
    return new ProviderReport(now, current(days, now), List.of(), days);
  }

  /** The mean of the extremes of today, else of yesterday; usually there is neither yet. */
  private @Nullable Current current(List<Day> days, Instant now) {
    var yesterday = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1);
    for (var day : days.reversed()) {
      var least = day.tMinC();
      var most = day.tMaxC();
      if (least != null && most != null && !day.day().isBefore(yesterday)) {
        return new Current(day.day().atStartOfDay(zone).toInstant(), (least + most) / 2, null);
      }
    }
    return null;
  }

  private static SortedSet<String> keys(JsonNode tree) {
    var keys = new TreeSet<String>();
    for (var name : BASIC) {
      keys.addAll(tree.path("properties").path("parameter").path(name).propertyNames());
    }
    return keys;
  }

  private static @Nullable Double value(JsonNode tree, String name, String key, Measure measure)
      throws UnreadableException {
    var value = tree.path("properties").path("parameter").path(name).path(key);
    if (!value.isNumber() || Math.abs(value.doubleValue() - fill(tree)) < FILL_TOLERANCE) {
      return null;
    }
    var unit = tree.path("parameters").path(name).path("units").asString(measure.unit());
    if (!measure.understands(unit)) {
      throw new UnreadableException(
          "unit of %s: %s (expected: %s)".formatted(name, unit, measure.unit()), false);
    }
    return measure.read(value.doubleValue(), unit).orElse(null);
  }

  /** Extras: what is missing or in another unit than expected is left out. */
  private static Map<String, Double> extended(JsonNode tree, String key) {
    var known = new LinkedHashMap<String, Double>();
    EXTENDED.forEach((name, parameter) -> {
      var value = tree.path("properties").path("parameter").path(name).path(key);
      var unit = tree.path("parameters").path(name).path("units").asString(parameter.unit());
      if (value.isNumber()
          && ourSpelling(unit).equals(parameter.unit())
          && parameter.isPlausible(value.doubleValue())) {
        known.put(parameter.wireName(), value.doubleValue());
      }
    });
    return known;
  }

  private static String ourSpelling(String unit) {
    return unit.replace("^2", "²").replace("/day", "");
  }

  private static double fill(JsonNode tree) {
    return Optional.of(tree.path("header").path("fill_value"))
        .filter(JsonNode::isNumber)
        .or(() ->
            Optional.of(tree.path("properties").path("fill_value")).filter(JsonNode::isNumber))
        .map(JsonNode::doubleValue)
        .orElse(DEFAULT_FILL);
  }

  private static LocalDate day(String key) throws UnreadableException {
    try {
      return LocalDate.parse(key, DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      throw new UnreadableException("day: " + key + " (expected: 20260301)", false);
    }
  }
}
