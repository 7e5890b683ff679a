package io.farmsync.samples;

/** Unit names as Open-Meteo writes them, and the conversions between them. */
final class OpenMeteoUnits {

  private static final double KMH_PER_MPH = 1.609344;
  private static final double KMH_PER_KNOT = 1.852;
  private static final double KMH_PER_MS = 3.6;
  private static final double MM_PER_INCH = 25.4;

  private OpenMeteoUnits() {}

  /** The unit in which a value recorded in this unit is answered. */
  static String target(String recorded, OpenMeteoQuery.Units asked) {
    return switch (recorded) {
      case "°C", "°F" -> asked.temperature().equals("celsius") ? "°C" : "°F";
      case "km/h", "mp/h", "m/s", "kn" ->
          switch (asked.wind()) {
            case "ms" -> "m/s";
            case "mph" -> "mp/h";
            case "kn" -> "kn";
            default -> "km/h";
          };
      case "mm", "inch" -> asked.precipitation();
      default -> recorded;
    };
  }

  /** The value in the unit asked for. */
  static double convert(double value, String recorded, OpenMeteoQuery.Units asked) {
    var target = target(recorded, asked);
    if (target.equals(recorded)) {
      return value;
    }
    return switch (target) {
      case "°C" -> (value - 32) / 1.8;
      case "°F" -> value * 1.8 + 32;
      case "mm" -> value * MM_PER_INCH;
      case "inch" -> value / MM_PER_INCH;
      default -> value * kmh(recorded) / kmh(target);
    };
  }

  private static double kmh(String unit) {
    return switch (unit) {
      case "mp/h" -> KMH_PER_MPH;
      case "kn" -> KMH_PER_KNOT;
      case "m/s" -> KMH_PER_MS;
      default -> 1;
    };
  }
}
