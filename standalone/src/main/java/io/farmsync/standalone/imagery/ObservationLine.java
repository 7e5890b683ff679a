package io.farmsync.standalone.imagery;

import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.zonal.Distribution;
import io.farmsync.ndvi.zonal.Observation;
import io.farmsync.ndvi.zonal.ZonalStatistics;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One day of one field, as it is printed. Index values are null where no pixel is valid; fractions
 * are 0 to 1.
 */
public record ObservationLine(
    String field,
    LocalDate date,
    String index,
    @Nullable Double mean,
    @Nullable Double min,
    @Nullable Double max,
    @Nullable Double std,
    @Nullable Double p10,
    @Nullable Double p25,
    @Nullable Double median,
    @Nullable Double p75,
    @Nullable Double p90,
    @Nullable String valueClass,
    long sampleCount,
    double validAreaHa,
    double totalAreaHa,
    @Nullable Double validFraction,
    @Nullable Double cloudFraction,
    @Nullable Double shadowFraction,
    @Nullable Double waterFraction,
    @Nullable Double snowFraction,
    List<String> scenes,
    String offsetDecision) {
  public static ObservationLine of(String field, Observation observation) {
    ZonalStatistics zonal = observation.statistics();
    Optional<Distribution> values = zonal.values();
    var pixels = zonal.pixels();
    return new ObservationLine(
        field,
        observation.day(),
        observation.index().name(),
        value(values, Distribution::mean),
        value(values, Distribution::min),
        value(values, Distribution::max),
        value(values, Distribution::std),
        value(values, Distribution::p10),
        value(values, Distribution::p25),
        value(values, Distribution::median),
        value(values, Distribution::p75),
        value(values, Distribution::p90),
        values.flatMap(v -> observation.index().classOf(v.mean())).orElse(null),
        pixels.samples(),
        zonal.validHectares(),
        zonal.totalHectares(),
        orNull(pixels.validFraction()),
        orNull(pixels.cloudFraction()),
        orNull(pixels.shadowFraction()),
        orNull(pixels.waterFraction()),
        orNull(pixels.snowFraction()),
        observation.uses().stream().map(Observation.SceneUse::scene).map(Scene::id).toList(),
        observation
            .uses()
            .getFirst()
            .reflectance()
            .decision()
            .name()
            .toLowerCase(java.util.Locale.ROOT));
  }

  private static @Nullable Double value(
      Optional<Distribution> values, ToDoubleFunction<Distribution> member) {
    return values.isPresent() ? Double.valueOf(member.applyAsDouble(values.get())) : null;
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
  }
}
