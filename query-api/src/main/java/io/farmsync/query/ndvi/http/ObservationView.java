package io.farmsync.query.ndvi.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
 * @param derived its members beside the others in representation v2, nothing in v1
 */
record ObservationView(
    LocalDate bucketDate,
    double mean,
    @Nullable Double min,
    @Nullable Double max,
    @Nullable Long sampleCount,
    @Nullable Double cloudFraction,
    @Nullable String ndwiWaterClass,
    @JsonUnwrapped @Nullable DerivedView derived) {

  static ObservationView of(
      SpectralIndex index,
      LocalDate bucket,
      Observation observation,
      @Nullable DerivedView derived) {
    double mean = Objects.requireNonNull(observation.mean(), "only shown observations are told");
    return new ObservationView(
        bucket,
        mean,
        observation.statistics().min(),
        observation.statistics().max(),
        observation.statistics().sampleCount(),
        observation.cloudFraction(),
        index == SpectralIndex.NDWI ? WaterClass.of(mean).wireName() : null,
        derived);
  }
}
