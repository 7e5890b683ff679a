package io.farmsync.query.ndvi.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farmsync.query.ndvi.SpectralIndex;
import io.farmsync.query.ndvi.Timeseries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series; start and end are the caller's.
 *
 * @param v2Observations only in representation v2, and so is {@code representation}
 */
record TimeseriesView(
    List<ObservationView> observations,
    String engine,
    LocalDate start,
    LocalDate end,
    int stepDays,
    int maxCloud,
    boolean isPartial,
    int missingBucketsCount,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<DerivedView> v2Observations,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String representation) {

  /**
   * The answer.
   *
   * @param derived representation v2 of each value, in order; null for v1
   */
  static TimeseriesView of(
      SpectralIndex index,
      TimeseriesQuery query,
      Timeseries series,
      @Nullable List<DerivedView> derived) {
    var observations = new ArrayList<ObservationView>();
    for (int i = 0; i < series.values().size(); i++) {
      var value = series.values().get(i);
      observations.add(
          ObservationView.of(
              index, value.bucket(), value.observation(), derived == null ? null : derived.get(i)));
    }
    return new TimeseriesView(
        observations,
        query.engine().wireName(),
        query.buckets().start(),
        query.buckets().end(),
        query.buckets().stepDays(),
        query.maxCloud(),
        !series.missing().isEmpty(),
        series.missing().size(),
        derived,
        derived == null ? null : Representation.V2_NAME);
  }
}
