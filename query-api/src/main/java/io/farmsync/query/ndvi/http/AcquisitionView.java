package io.farmsync.query.ndvi.http;

import io.farmsync.query.ndvi.Observation;
import io.farmsync.schemas.NdviResult.Quality.State;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on one acquisition day, in full. Index values are dimensionless, areas
 * hectares, fractions 0 to 1; values are null where no pixel was valid.
 *
 * @param date acquisition day, UTC
 * @param state final, raw (no cloud figure) or rejected (too few valid pixels)
 */
record AcquisitionView(
    LocalDate date,
    Instant acquiredAt,
    @Nullable Double mean,
    @Nullable Double min,
    @Nullable Double max,
    @Nullable Double std,
    @Nullable Double median,
    @Nullable Double p10,
    @Nullable Double p25,
    @Nullable Double p75,
    @Nullable Double p90,
    long sampleCount,
    double validAreaHa,
    double totalAreaHa,
    double validPixelFraction,
    @Nullable Double cloudFraction,
    State state,
    List<String> flags,
    String source,
    List<String> sceneIds,
    long farmVersion) {

  static AcquisitionView of(Observation observation) {
    var statistics = observation.statistics();
    return new AcquisitionView(
        observation.date(),
        observation.acquiredAt(),
        statistics.mean(),
        statistics.min(),
        statistics.max(),
        statistics.std(),
        statistics.median(),
        statistics.p10(),
        statistics.p25(),
        statistics.p75(),
        statistics.p90(),
        statistics.sampleCount(),
        statistics.validAreaHa(),
        statistics.totalAreaHa(),
        observation.validPixelFraction(),
        observation.cloudFraction(),
        observation.state(),
        observation.flags(),
        observation.source(),
        observation.sceneIds(),
        observation.farmVersion());
  }
}
