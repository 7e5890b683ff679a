package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Band;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A normalised difference of two bands, {@code (plus - minus) / (plus + minus)}, dimensionless. A
 * new index is one more class and its line in {@link SpectralIndices}.
 */
public interface SpectralIndex {
  /** Lower case, as in paths and topics: {@code ndvi}. */
  String name();

  Band plus();

  Band minus();

  /** The colours of its pictures. */
  Palette palette();

  /** What its values are called (contract 13.5), highest first; empty where they have no names. */
  default List<ValueClass> classes() {
    return List.of();
  }

  /** The value above which a pixel is covered by plants; empty where the index cannot tell. */
  default OptionalDouble coveredAbove() {
    return OptionalDouble.empty();
  }

  /**
   * @param from least value of the class
   */
  record ValueClass(String name, double from) {}

  /** The class of a value; the last one takes what is left. */
  default Optional<String> classOf(double value) {
    return classes().stream()
        .filter(of -> value >= of.from())
        .findFirst()
        .or(() -> classes().reversed().stream().findFirst())
        .map(ValueClass::name);
  }

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
