package io.farmsync.ndvi.zonal;

import java.util.Arrays;

/**
 * What a pass shows of a field, on the window of its {@link Coverage}: for each pixel the index and
 * the scene class.
 */
final class FieldPixels {
  private static final byte OUTSIDE = 0;
  private static final byte INSIDE = 1;
  private static final byte DATA = 2;

  private final Coverage coverage;
  private final double[] values;
  private final byte[] classes;
  private final byte[] states;

  /** Every pixel without data, outside of every raster. */
  FieldPixels(Coverage coverage) {
    this.coverage = coverage;
    this.values = new double[coverage.size()];
    this.classes = new byte[coverage.size()];
    this.states = new byte[coverage.size()];
    Arrays.fill(values, Double.NaN);
  }

  Coverage coverage() {
    return coverage;
  }

  /**
   * @param value of the index; NaN if the bands have data but no index
   */
  void set(int pixel, double value, int sceneClass) {
    values[pixel] = value;
    classes[pixel] = (byte) sceneClass;
    states[pixel] = DATA;
  }

  /** The pixel lies on a raster that has no data there. */
  void markInside(int pixel) {
    states[pixel] = INSIDE;
  }

  boolean isInside(int pixel) {
    return states[pixel] != OUTSIDE;
  }

  boolean hasData(int pixel) {
    return states[pixel] == DATA;
  }

  int sceneClass(int pixel) {
    return classes[pixel];
  }

  /** The index; NaN where there is none. */
  double value(int pixel) {
    return values[pixel];
  }

  /** Whether some pixel of the field still has no data. */
  boolean hasGaps() {
    for (int pixel = 0; pixel < states.length; pixel++) {
      if (states[pixel] != DATA && coverage.weight(pixel) > 0) {
        return true;
      }
    }
    return false;
  }
}
