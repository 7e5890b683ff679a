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

  /** The cell whose centre is nearest; halves round away from zero. */
  public static WeatherCell at(BigDecimal latitude, BigDecimal longitude) {
    return new WeatherCell(rounded(latitude), rounded(longitude));
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
