package io.farmsync.samples;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The names of Open-Meteo's variables, and which hours make which daily one. */
final class OpenMeteoVariables {

  /** How the hours of a day become one value; the suffix of a daily variable's name says which. */
  enum Fold {
    MAX,
    MIN,
    MEAN,
    SUM;

    /** Of at least one hour. */
    double of(List<Double> hours) {
      var all = hours.stream().mapToDouble(Double::doubleValue);
      return switch (this) {
        case MAX -> all.max().orElseThrow();
        case MIN -> all.min().orElseThrow();
        case MEAN -> all.average().orElseThrow();
        case SUM -> all.sum();
      };
    }
  }

  /** A daily variable as a fold of an hourly one. */
  record Daily(String hourly, Fold fold) {}

  private static final Set<String> WITHOUT_RECORDING =
      Set.of(
          "cloud_cover",
          "shortwave_radiation",
          "soil_temperature_0cm",
          "soil_temperature_6cm",
          "soil_moisture_0_to_1cm",
          "soil_moisture_1_to_3cm",
          "vapour_pressure_deficit",
          "evapotranspiration");
  private static final Map<String, String> OLD_NAMES =
      Map.of(
          "cloudcover", "cloud_cover",
          "windspeed_10m", "wind_speed_10m",
          "weathercode", "weather_code",
          "relativehumidity_2m", "relative_humidity_2m",
          "dewpoint_2m", "dew_point_2m");

  private OpenMeteoVariables() {}

  /** True for a variable that Open-Meteo has and no recording holds. */
  static boolean isWithoutRecording(String name) {
    return WITHOUT_RECORDING.contains(name);
  }

  /** Today's name of a variable. */
  static String current(String name) {
    return OLD_NAMES.getOrDefault(name, name);
  }

  /** A daily variable by its name, old or new. */
  static Daily daily(String asked) {
    var name = asked;
    for (var old : OLD_NAMES.entrySet()) {
      name = name.replace(old.getKey(), old.getValue());
    }
    for (var fold : Fold.values()) {
      var suffix = "_" + fold.name().toLowerCase(Locale.ROOT);
      if (name.endsWith(suffix)) {
        return new Daily(name.substring(0, name.length() - suffix.length()), fold);
      }
    }
    return new Daily(name, name.equals("weather_code") ? Fold.MAX : Fold.SUM);
  }
}
