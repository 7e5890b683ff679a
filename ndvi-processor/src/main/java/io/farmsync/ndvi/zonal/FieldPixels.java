package io.farmsync.ndvi.zonal;

import java.util.Arrays;

/**
 * What a pass shows of a field, on the window of its {@link Coverage}: for each pixel the
 * reflectance in the two bands of an index and the scene class.
 */
final class FieldPixels {
  private final Coverage coverage;
  private final double[] plus;
  private final double[] minus;
  private final byte[] classes;
  private final boolean[] inside;

  /** Every pixel without data, outside of every raster. */
  FieldPixels(Coverage coverage) {
    this.coverage = coverage;
    this.plus = new double[coverage.size()];
    this.minus = new double[coverage.size()];
    this.classes = new byte[coverage.size()];
    this.inside = new boolean[coverage.size()];
    Arrays.fill(plus, Double.NaN);
    Arrays.fill(minus, Double.NaN);
  }

  Coverage coverage() {
    return coverage;
  }

  void set(int pixel, double plusReflectance, double minusReflectance, int sceneClass) {
    plus[pixel] = plusReflectance;
    minus[pixel] = minusReflectance;
    classes[pixel] = (byte) sceneClass;
  }

  void markInside(int pixel) {
    inside[pixel] = true;
  }

  boolean isInside(int pixel) {
    return inside[pixel];
  }

  boolean hasData(int pixel) {
    return !Double.isNaN(plus[pixel]) && !Double.isNaN(minus[pixel]);
  }

  int sceneClass(int pixel) {
    return classes[pixel];
  }

  double index(SpectralIndex index, int pixel) {
    return index.of(plus[pixel], minus[pixel]);
  }

  /** Whether some pixel of the field still has no data. */
  boolean hasGaps() {
    for (int pixel = 0; pixel < coverage.size(); pixel++) {
      if (coverage.weight(pixel) > 0 && !hasData(pixel)) {
        return true;
      }
    }
    return false;
  }
}
