package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.Pixels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * The second opinion: every pixel's square is cut with the polygon by JTS, every value is kept and
 * sorted, every sum is plain. Slow and obvious; shares nothing with the engine but the grids.
 */
final class SlowStatistics {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private record Sample(double value, double weight) {}

  private final List<Sample> samples = new ArrayList<>();
  private double total;

  /**
   * @param projected the field in the reference system of the bands
   * @param offset of reflectance
   */
  SlowStatistics(
      Geometry projected,
      Coverage.Rule rule,
      Pixels red,
      Pixels nir,
      Pixels classes,
      double offset,
      PixelMask mask) {
    Grid grid = red.grid();
    Envelope box = projected.getEnvelopeInternal();
    int left = (int) Math.floor(grid.column(box.getMinX())) - 1;
    int right = (int) Math.ceil(grid.column(box.getMaxX())) + 1;
    int top = (int) Math.floor(grid.row(box.getMaxY())) - 1;
    int bottom = (int) Math.ceil(grid.row(box.getMinY())) + 1;
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        double weight = weight(projected, grid, column, row, rule);
        total += weight;
        float r = red.at(column, row);
        float n = nir.at(column, row);
        if (weight <= 1e-9 || Float.isNaN(r) || Float.isNaN(n)) {
          continue;
        }
        float code = classes.atPoint(grid.x(column + 0.5), grid.y(row + 0.5));
        double reflectedRed = r * 0.0001 + offset;
        double reflectedNir = n * 0.0001 + offset;
        if (!mask.leavesOut((int) code) && reflectedRed + reflectedNir > 0) {
          double value = (reflectedNir - reflectedRed) / (reflectedNir + reflectedRed);
          samples.add(new Sample(value, weight));
        }
      }
    }
    samples.sort(Comparator.comparingDouble(Sample::value));
  }

  private static double weight(Geometry field, Grid grid, int column, int row, Coverage.Rule rule) {
    if (rule == Coverage.Rule.CENTRE) {
      var middle = new Coordinate(grid.x(column + 0.5), grid.y(row + 0.5));
      return field.contains(GEOMETRIES.createPoint(middle)) ? 1 : 0;
    }
    var square = new Envelope(grid.x(column), grid.x(column + 1), grid.y(row + 1), grid.y(row));
    return field.intersection(GEOMETRIES.toGeometry(square)).getArea() / square.getArea();
  }

  boolean isEmpty() {
    return samples.isEmpty();
  }

  double total() {
    return total;
  }

  double count() {
    return samples.stream().mapToDouble(Sample::weight).sum();
  }

  double above(double value) {
    return samples.stream()
        .filter(sample -> sample.value > value)
        .mapToDouble(Sample::weight)
        .sum();
  }

  double mean() {
    return weighted(value -> value);
  }

  double std() {
    double mean = mean();
    return Math.sqrt(weighted(value -> (value - mean) * (value - mean)));
  }

  double min() {
    return samples.getFirst().value;
  }

  double max() {
    return samples.getLast().value;
  }

  private double weighted(DoubleUnaryOperator of) {
    double sum = 0;
    for (Sample sample : samples) {
      sum += sample.weight * of.applyAsDouble(sample.value);
    }
    return sum / count();
  }

  /** As expected.json defines it. */
  double quantile(double q, Coverage.Rule rule) {
    if (rule == Coverage.Rule.CENTRE) {
      double position = q * (samples.size() - 1);
      int below = (int) position;
      int above = Math.min(below + 1, samples.size() - 1);
      double lower = samples.get(below).value;
      return lower + (position - below) * (samples.get(above).value - lower);
    }
    double wanted = q * count();
    double sum = 0;
    for (Sample sample : samples) {
      sum += sample.weight;
      if (sum >= wanted) {
        return sample.value;
      }
    }
    return max();
  }

  /** The nearest values of pixels on both sides of a quantile: what one pixel value away means. */
  double oneValueFrom(double quantile) {
    double below = min();
    double above = max();
    for (Sample sample : samples) {
      if (sample.value < quantile) {
        below = sample.value;
      } else if (sample.value > quantile) {
        above = sample.value;
        break;
      }
    }
    return Math.max(quantile - below, above - quantile);
  }
}
