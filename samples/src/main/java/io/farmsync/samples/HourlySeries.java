package io.farmsync.samples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The hourly block of one recorded Open-Meteo answer, in whole days, without the days at its end
 * that hold no value.
 *
 * @param units as recorded, by variable
 */
record HourlySeries(
    double elevation,
    int hours,
    Map<String, String> units,
    Map<String, List<@Nullable Double>> values) {

  static HourlySeries of(JsonNode recording) {
    var block = recording.get("hourly");
    var units = new LinkedHashMap<String, String>();
    var values = new LinkedHashMap<String, List<@Nullable Double>>();
    for (var variable : block.propertyNames()) {
      if (!variable.equals("time")) {
        units.put(variable, recording.get("hourly_units").get(variable).asString());
        values.put(variable, numbers(block.get(variable)));
      }
    }
    int hours = block.get("time").size() / 24 * 24;
    while (hours > 24 && empty(values, hours - 24, hours)) {
      hours -= 24;
    }
    return new HourlySeries(recording.get("elevation").doubleValue(), hours, units, values);
  }

  /**
   * The value of an hour counted from the first one; the series repeats end to end, in both
   * directions.
   */
  Optional<Double> value(String variable, long hour) {
    var series = values.get(variable);
    return series == null
        ? Optional.empty()
        : Optional.ofNullable(series.get((int) Math.floorMod(hour, (long) hours)));
  }

  boolean has(String variable) {
    return values.containsKey(variable);
  }

  private static List<@Nullable Double> numbers(JsonNode array) {
    var numbers = new ArrayList<@Nullable Double>();
    array.forEach(value -> numbers.add(value.isNull() ? null : value.doubleValue()));
    return numbers;
  }

  private static boolean empty(Map<String, List<@Nullable Double>> values, int from, int to) {
    for (var series : values.values()) {
      for (var value : series.subList(from, to)) {
        if (value != null) {
          return false;
        }
      }
    }
    return true;
  }
}
