package io.farmsync.schemas;

/**
 * The measures beyond temperature, precipitation, wind and cloud cover: the one list of their names
 * on the wire and over HTTP, their units and the range that the earth has. Which provider knows
 * which is said where the provider is asked; a measure that nobody knows is left out.
 */
public enum ExtendedParameter {
  /** Percent, two metres above ground. */
  RELATIVE_HUMIDITY("relative_humidity_pct", "%", 0, 100),
  /** °C, six centimetres deep. */
  SOIL_TEMPERATURE("soil_temperature_c", "°C", -60, 80),
  /** Cubic metres of water in one of soil, one to three centimetres deep. */
  SOIL_MOISTURE("soil_moisture_m3_m3", "m³/m³", 0, 1),
  /** Millimetres in the hour or day, of the FAO's reference crop (Penman-Monteith). */
  EVAPOTRANSPIRATION("reference_evapotranspiration_mm", "mm", 0, 50),
  /** Watts on a square metre, mean of an hour. */
  RADIATION("shortwave_radiation_w_m2", "W/m²", 0, 1500),
  /** Megajoules on a square metre in a day. */
  RADIATION_SUM("shortwave_radiation_sum_mj_m2", "MJ/m²", 0, 60),
  /**
   * Degree days above 10 °C: the mean of the day's extremes less 10, not below 0 (McMaster and
   * Wilhelm 1997, method 1). Derived by readers from the extremes.
   */
  GROWING_DEGREE_DAYS("growing_degree_days_base_10_c", "°C d", 0, 60);

  private static final double BASE_TEMPERATURE = 10;

  private final String wireName;
  private final String unit;
  private final double least;
  private final double most;

  ExtendedParameter(String wireName, String unit, double least, double most) {
    this.wireName = wireName;
    this.unit = unit;
    this.least = least;
    this.most = most;
  }

  /** The name on the wire and over HTTP; it ends in the unit. */
  public String wireName() {
    return wireName;
  }

  public String unit() {
    return unit;
  }

  /** False for what is no weather of this planet, NaN included: such a value counts as absent. */
  public boolean isPlausible(double value) {
    return value >= least && value <= most;
  }

  /**
   * Growing-degree days of one day.
   *
   * @param minimum °C
   * @param maximum °C
   */
  public static double growingDegreeDays(double minimum, double maximum) {
    return Math.max(0, (minimum + maximum) / 2 - BASE_TEMPERATURE);
  }
}
