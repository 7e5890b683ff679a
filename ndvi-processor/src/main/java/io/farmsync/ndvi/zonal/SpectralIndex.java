package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Band;

/**
 * A normalised difference of two bands, {@code (plus - minus) / (plus + minus)}, dimensionless. A
 * new index is one more class and its line in {@link SpectralIndices}.
 */
public interface SpectralIndex {
  /** Lower case, as in paths and topics: {@code ndvi}. */
  String name();

  Band plus();

  Band minus();

  /**
   * The index of one pixel.
   *
   * @param plus surface reflectance of {@link #plus()}; NaN is no data
   * @param minus likewise, of {@link #minus()}
   * @return NaN if either has no data or their sum is not positive: absence is never reported as 0
   */
  default double of(double plus, double minus) {
    double sum = plus + minus;
    return sum > 0 ? (plus - minus) / sum : Double.NaN;
  }
}
