package io.farmsync.weather.provider.openmeteo;

import io.farmsync.schemas.ExtendedParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which of the extended measures Open-Meteo has, under its own names. They are extras: one that is
 * missing, of another length or in another unit than its list's is left out, and the rest of the
 * answer stands.
 */
record ExtendedVariables(List<Variable> variables) {

  /** Open-Meteo's name of a measure. */
  record Variable(String name, ExtendedParameter parameter) {}

  static final ExtendedVariables CURRENT =
      new ExtendedVariables(
          List.of(new Variable("relative_humidity_2m", ExtendedParameter.RELATIVE_HUMIDITY)));
  static final ExtendedVariables HOURLY =
      new ExtendedVariables(
          List.of(
              new Variable("relative_humidity_2m", ExtendedParameter.RELATIVE_HUMIDITY),
              new Variable("soil_temperature_6cm", ExtendedParameter.SOIL_TEMPERATURE),
              new Variable("soil_moisture_1_to_3cm", ExtendedParameter.SOIL_MOISTURE),
              new Variable("et0_fao_evapotranspiration", ExtendedParameter.EVAPOTRANSPIRATION),
              new Variable("shortwave_radiation", ExtendedParameter.RADIATION)));
  static final ExtendedVariables DAILY =
      new ExtendedVariables(
          List.of(
              new Variable("et0_fao_evapotranspiration", ExtendedParameter.EVAPOTRANSPIRATION),
              new Variable("shortwave_radiation_sum", ExtendedParameter.RADIATION_SUM)));

  /** How many variables they are together. */
  static int count() {
    return CURRENT.variables.size() + HOURLY.variables.size() + DAILY.variables.size();
  }

  List<String> names() {
    return variables.stream().map(Variable::name).toList();
  }

  /** The values of a block that holds one per variable. */
  Map<String, Double> single(JsonNode block, JsonNode units) {
    var known = new LinkedHashMap<String, Double>();
    for (var variable : variables) {
      var value = value(block.path(variable.name()), variable, units);
      if (value != null) {
        known.put(variable.parameter().wireName(), value);
      }
    }
    return known;
  }

  /** The columns of a block of arrays; those without any value are left out. */
  Map<String, List<@Nullable Double>> columns(JsonNode block, JsonNode units, int length) {
    var columns = new LinkedHashMap<String, List<@Nullable Double>>();
    for (var variable : variables) {
      var array = block.path(variable.name());
      var column = new ArrayList<@Nullable Double>();
      array.forEach(value -> column.add(value(value, variable, units)));
      if (column.size() == length && column.stream().anyMatch(value -> value != null)) {
        columns.put(variable.parameter().wireName(), column);
      }
    }
    return columns;
  }

  private static @Nullable Double value(JsonNode value, Variable variable, JsonNode units) {
    var parameter = variable.parameter();
    var unit = units.path(variable.name()).asString(parameter.unit());
    return value.isNumber()
            && unit.equals(parameter.unit())
            && parameter.isPlausible(value.doubleValue())
        ? Double.valueOf(value.doubleValue())
        : null;
  }
}
