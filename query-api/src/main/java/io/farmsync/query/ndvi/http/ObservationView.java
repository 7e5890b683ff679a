package io.farmsync.query.ndvi.http;

import io.farmsync.query.ndvi.Observation;
import io.farmsync.query.ndvi.SpectralIndex;
import io.farmsync.query.ndvi.WaterClass;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One value of a series.
 *
 * @param ndwiWaterClass null for other indices
 */
record ObservationView(
    LocalDate bucketDate,
    double mean,
    @Nullable Double min,
    @Nullable Double max,
    @Nullable Long sampleCount,
    @Nullable Double cloudFraction,
    @Nullable String ndwiWaterClass) {

  static ObservationView of(SpectralIndex index, LocalDate bucket, Observation observation) {
    double mean = Objects.requireNonNull(observation.mean(), "only shown observations are told");
    return new ObservationView(
        bucket,
        mean,
        observation.statistics().min(),
        observation.statistics().max(),
        observation.statistics().sampleCount(),
        observation.cloudFraction(),
        index == SpectralIndex.NDWI ? WaterClass.of(mean).wireName() : null);
  }
}
