package io.farmsync.query.ndvi.http;

import io.farmsync.query.ndvi.SpectralIndex;
import io.farmsync.query.ndvi.Timeseries;
import java.time.LocalDate;
import java.util.List;

/** A series; start and end are the caller's. */
record TimeseriesView(
    List<ObservationView> observations,
    String engine,
    LocalDate start,
    LocalDate end,
    int stepDays,
    int maxCloud,
    boolean isPartial,
    int missingBucketsCount) {

  static TimeseriesView of(SpectralIndex index, TimeseriesQuery query, Timeseries series) {
    return new TimeseriesView(
        series.values().stream()
            .map(value -> ObservationView.of(index, value.bucket(), value.observation()))
            .toList(),
        query.engine().wireName(),
        query.buckets().start(),
        query.buckets().end(),
        query.buckets().stepDays(),
        query.maxCloud(),
        !series.missing().isEmpty(),
        series.missing().size());
  }
}
