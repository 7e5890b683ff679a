package io.farmsync.ndvi.zonal;

import java.util.Optional;
import java.util.OptionalDouble;

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

  /**
   * @param coveredAbove see {@link SpectralIndex#coveredAbove}
   * @param pixelHectares area of a whole pixel
   */
  static ZonalStatistics of(
      FieldParts parts,
      PixelMask mask,
      Coverage.Rule rule,
      OptionalDouble coveredAbove,
      double pixelHectares) {
    var tally = new Tally(mask, coveredAbove, new Distribution.Builder(rule, parts.areMany()));
    parts.forEach(tally::add);
    if (tally.values.isEmpty()) {
      return new ZonalStatistics(tally.counts(), Optional.empty(), pixelHectares);
    }
    tally.values.endFirstWalk();
    parts.forEach(tally::addAgain);
    return new ZonalStatistics(tally.counts(), Optional.of(tally.values.build()), pixelHectares);
  }

  /** What two walks over the parts add up to. */
  private static final class Tally {
    private final PixelMask mask;
    private final double coveredAbove;
    private final Distribution.Builder values;
    private final double[] byClass = new double[SceneClass.CODES];
    private long samples;
    private double total;
    private double inside;
    private double data;
    private double valid;
    private double covered;
    private double degenerate;

    Tally(PixelMask mask, OptionalDouble coveredAbove, Distribution.Builder values) {
      this.mask = mask;
      this.coveredAbove = coveredAbove.orElse(Double.NaN); // nothing is above it
      this.values = values;
    }

    void add(FieldPixels field) {
      Coverage coverage = field.coverage();
      for (int pixel = 0; pixel < coverage.size(); pixel++) {
        double weight = coverage.weight(pixel);
        if (weight == 0) {
          continue;
        }
        total += weight;
        if (!field.hasData(pixel)) {
          inside += field.isInside(pixel) ? weight : 0;
          continue;
        }
        inside += weight;
        data += weight;
        int code = field.sceneClass(pixel);
        byClass[SceneClass.known(code)] += weight;
        double value = field.value(pixel);
        if (Double.isNaN(value)) {
          degenerate += weight;
        } else if (!mask.leavesOut(code)) {
          valid += weight;
          covered += value > coveredAbove ? weight : 0;
          values.add(value, weight);
          samples++;
        }
      }
    }

    void addAgain(FieldPixels field) {
      Coverage coverage = field.coverage();
      for (int pixel = 0; pixel < coverage.size(); pixel++) {
        double weight = coverage.weight(pixel);
        double value = field.value(pixel);
        if (weight > 0 && !Double.isNaN(value) && !mask.leavesOut(field.sceneClass(pixel))) {
          values.addAgain(value, weight);
        }
      }
    }

    PixelCounts counts() {
      return new PixelCounts(
          total,
          inside,
          data,
          valid,
          Double.isNaN(coveredAbove) ? OptionalDouble.empty() : OptionalDouble.of(covered),
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
