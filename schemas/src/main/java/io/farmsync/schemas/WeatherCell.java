package io.farmsync.schemas;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * One square of the 0.1° grid that weather is kept by; writers and readers must agree on which cell
 * a farm lies in.
 *
 * @param latitude of the centre, WGS 84 degrees with one decimal
 * @param longitude likewise
 */
public record WeatherCell(BigDecimal latitude, BigDecimal longitude) {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal WEST_END = new BigDecimal("-180.0");

  /**
   * The cell whose centre is nearest; halves round away from zero. The meridian of the date line
   * has one name, 180.0, from either side.
   */
  public static WeatherCell at(BigDecimal latitude, BigDecimal longitude) {
    var east = rounded(longitude);
    return new WeatherCell(rounded(latitude), east.compareTo(WEST_END) == 0 ? east.negate() : east);
  }

  /** The cell of a farm: that of its centroid, or of the middle of its bbox without one. */
  public static WeatherCell of(FarmState farm) {
    var centroid = farm.centroid();
    var bbox = farm.bbox();
    return centroid != null
        ? at(centroid.lat(), centroid.lon())
        : at(bbox.south().add(bbox.north()).divide(TWO), bbox.west().add(bbox.east()).divide(TWO));
  }

  /** The record key, such as {@code 50.9,4.3}. */
  public String id() {
    return latitude.toPlainString() + "," + longitude.toPlainString();
  }

  private static BigDecimal rounded(BigDecimal degrees) {
    return degrees.setScale(1, RoundingMode.HALF_UP);
  }
}
