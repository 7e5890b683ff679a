package io.farmsync.schemas;

import java.math.BigDecimal;

/**
 * A rectangle in WGS 84 degrees, south below north and west of east; it never crosses the
 * antimeridian. The values keep the decimals they were written with.
 */
public record Bbox(BigDecimal south, BigDecimal west, BigDecimal north, BigDecimal east) {

  private static final double KILOMETRES_PER_DEGREE = 111.32;

  /**
   * Area in km², as the contract measures it: the height in degrees times the width in degrees at
   * the middle latitude, 111.32 km each.
   */
  public double areaSquareKilometres() {
    double height = north.doubleValue() - south.doubleValue();
    double width = east.doubleValue() - west.doubleValue();
    double middle = Math.toRadians((north.doubleValue() + south.doubleValue()) / 2);
    return height * KILOMETRES_PER_DEGREE * width * Math.cos(middle) * KILOMETRES_PER_DEGREE;
  }
}
