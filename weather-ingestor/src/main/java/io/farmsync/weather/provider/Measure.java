package io.farmsync.weather.provider;

import java.util.Optional;

/**
 * A quantity in our unit, with the range that the earth's weather has. Values in another unit are
 * converted, in an unknown one refused; what lies outside of the range is an error of the provider
 * and counts as absent.
 */
public enum Measure {
  /** °C; from below the coldest night to above the hottest day on record. */
  TEMPERATURE("°C", -100, 70),
  /** mm; a day's record is below 2000. */
  PRECIPITATION("mm", 0, 2500),
  /** m/s, ten metres above ground. */
  WIND_SPEED("m/s", 0, 150),
  /** Percent of the sky. */
  CLOUD_COVER("%", 0, 100);

  private static final double MS_PER_KMH = 1 / 3.6;
  private static final double MS_PER_MPH = 0.44704;
  private static final double MS_PER_KNOT = 1852.0 / 3600;
  private static final double MM_PER_INCH = 25.4;

  private final String unit;
  private final double least;
  private final double most;

  Measure(String unit, double least, double most) {
    this.unit = unit;
    this.least = least;
    this.most = most;
  }

  /** True if values in this unit can be read; the spellings are Open-Meteo's and NASA POWER's. */
  public boolean understands(String unit) {
    return switch (this) {
      case TEMPERATURE -> unit.equals("°C") || unit.equals("C") || unit.equals("°F");
      case PRECIPITATION -> unit.equals("mm") || unit.equals("mm/day") || unit.equals("inch");
      case WIND_SPEED ->
          unit.equals("m/s") || unit.equals("km/h") || unit.equals("mp/h") || unit.equals("kn");
      case CLOUD_COVER -> unit.equals("%");
    };
  }

  /** The unit in which values are published, and in which providers are asked for them. */
  public String unit() {
    return unit;
  }

  /** The value in our unit; empty if it is no number or out of range. */
  public Optional<Double> read(double value, String unit) {
    double ours = converted(value, unit);
    return ours >= least && ours <= most ? Optional.of(ours) : Optional.empty();
  }

  private static double converted(double value, String unit) {
    return switch (unit) {
      case "°F" -> rounded((value - 32) / 1.8);
      case "inch" -> rounded(value * MM_PER_INCH);
      case "km/h" -> rounded(value * MS_PER_KMH);
      case "mp/h" -> rounded(value * MS_PER_MPH);
      case "kn" -> rounded(value * MS_PER_KNOT);
      default -> value;
    };
  }

  /** Two decimals: more than any provider measures. */
  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
