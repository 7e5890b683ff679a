package io.farmsync.query.ndvi.http;

import io.farmsync.query.ndvi.Derived;
import io.farmsync.query.ndvi.DerivedSeries;
import io.farmsync.query.ndvi.Engine;
import io.farmsync.query.ndvi.Observation;
import io.farmsync.query.ndvi.Observations;
import io.farmsync.query.ndvi.Series;
import java.time.LocalDate;
import java.util.function.BiFunction;

/** Representation v2 of what a read shows. */
final class DerivedReads {

  /** Before the first Sentinel-2 scene. */
  private static final LocalDate EARLIEST = LocalDate.parse("2015-01-01");

  private final Observations observations;
  private final DerivationListener listener;

  DerivedReads(Observations observations, DerivationListener listener) {
    this.observations = observations;
    this.listener = listener;
  }

  /**
   * Derives each shown observation.
   *
   * @param until the last acquisition day that may be asked about
   * @return from bucket and observation
   */
  BiFunction<LocalDate, Observation, DerivedView> of(Series series, LocalDate until, int maxCloud) {
    var shown =
        observations.between(series, EARLIEST, until).stream()
            .filter(one -> one.isShown(maxCloud))
            .toList();
    var derived = DerivedSeries.of(series.index(), shown);
    return (bucket, one) -> view(series.engine(), derived.at(bucket, one));
  }

  private DerivedView view(Engine engine, Derived derived) {
    listener.derived(engine, derived);
    return DerivedView.of(derived);
  }
}
