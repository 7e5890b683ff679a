package io.farmsync.ndvi.zonal;

import java.util.Arrays;
import java.util.Optional;

/**
 * One index over one field.
 *
 * @param values absent when no pixel is valid
 * @param pixelHectares area of a whole pixel
 */
public record ZonalStatistics(
    PixelCounts pixels, Optional<Distribution> values, double pixelHectares) {
  public double validHectares() {
    return pixels.valid() * pixelHectares;
  }

  /** Of the whole field, seen or not. */
  public double totalHectares() {
    return pixels.total() * pixelHectares;
  }

  static ZonalStatistics of(
      FieldPixels field, SpectralIndex index, PixelMask mask, Coverage.Rule rule) {
    var tally = new Tally(field, index, mask);
    return new ZonalStatistics(
        tally.counts(),
        Distribution.of(tally.validValues(), tally.validWeights(), rule),
        field.coverage().grid().pixelHectares());
  }

  /** One walk over the window. */
  private static final class Tally {
    private final double[] byClass = new double[SceneClass.CODES];
    private final double[] values;
    private final double[] weights;
    private int samples;
    private double total;
    private double inside;
    private double data;
    private double valid;
    private double degenerate;

    Tally(FieldPixels field, SpectralIndex index, PixelMask mask) {
      Coverage coverage = field.coverage();
      values = new double[coverage.size()];
      weights = new double[coverage.size()];
      for (int pixel = 0; pixel < coverage.size(); pixel++) {
        double weight = coverage.weight(pixel);
        if (weight == 0) {
          continue;
        }
        total += weight;
        inside += field.isInside(pixel) ? weight : 0;
        if (!field.hasData(pixel)) {
          continue;
        }
        data += weight;
        int code = field.sceneClass(pixel);
        byClass[SceneClass.known(code)] += weight;
        double value = field.index(index, pixel);
        if (Double.isNaN(value)) {
          degenerate += weight;
        } else if (!mask.leavesOut(code)) {
          valid += weight;
          values[samples] = value;
          weights[samples] = weight;
          samples++;
        }
      }
    }

    double[] validValues() {
      return Arrays.copyOf(values, samples);
    }

    double[] validWeights() {
      return Arrays.copyOf(weights, samples);
    }

    PixelCounts counts() {
      return new PixelCounts(
          total,
          inside,
          data,
          valid,
          of(SceneClass.CLOUD_MEDIUM) + of(SceneClass.CLOUD_HIGH) + of(SceneClass.CIRRUS),
          of(SceneClass.CLOUD_SHADOW),
          of(SceneClass.WATER),
          of(SceneClass.SNOW),
          of(SceneClass.SATURATED),
          degenerate,
          samples);
    }

    private double of(SceneClass sceneClass) {
      return byClass[sceneClass.code()];
    }
  }
}
