package io.farmsync.query.ndvi.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.query.http.ReadParameter;
import io.farmsync.query.http.Takes;
import io.farmsync.query.ndvi.Observation;
import io.farmsync.query.ndvi.Observations;
import io.farmsync.query.ndvi.Series;
import io.farmsync.query.ndvi.Timeseries;
import io.farmsync.query.ndvi.WantedWork;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Index values of one of the caller's farms. What a read misses is queued behind its back. */
@RestController
@RequestMapping(IndexPath.PATTERN)
@Access(Access.Policy.READ)
class IndexController {

  private final MeasurableFarm farms;
  private final Observations observations;
  private final DerivedReads derived;
  private final WantedWork work;
  private final NdviReadProperties properties;
  private final Clock clock;

  IndexController(
      MeasurableFarm farms,
      Observations observations,
      DerivedReads derived,
      WantedWork work,
      NdviReadProperties properties,
      Clock clock) {
    this.farms = farms;
    this.observations = observations;
    this.derived = derived;
    this.work = work;
    this.properties = properties;
    this.clock = clock;
  }

  /** A value for each bucket between two days. */
  @GetMapping("/timeseries")
  @Takes({
    ReadParameter.START,
    ReadParameter.END,
    ReadParameter.STEP_DAYS,
    ReadParameter.MAX_CLOUD,
    ReadParameter.ENGINE,
    ReadParameter.REPRESENTATION
  })
  Envelope<TimeseriesView> timeseries(
      Identity caller,
      @PathVariable("external_farm_id") String id,
      @PathVariable String index,
      HttpServletRequest request) {
    var farm = farms.require(caller, id);
    var query = TimeseriesQuery.of(request, properties);
    var wanted = new Series(farm, IndexPath.indexOf(index), query.engine());
    var buckets = query.buckets();
    var found = observations.between(wanted, buckets.earliest(), buckets.latest());
    var series = Timeseries.of(buckets, query.maxCloud(), found);
    if (!series.missing().isEmpty()) {
      work.fillGaps(
          wanted, buckets, series.missing(), IndexPath.originOf(request), clock.instant());
    }
    return Envelope.ok(
        TimeseriesView.of(
            wanted.index(),
            query,
            series,
            Representation.of(request) == Representation.V1
                ? null
                : derive(wanted, buckets.latest(), query.maxCloud(), series)));
  }

  /** The newest value, whatever its age. */
  @GetMapping("/latest")
  @Takes({
    ReadParameter.LOOKBACK_DAYS,
    ReadParameter.MAX_CLOUD,
    ReadParameter.ENGINE,
    ReadParameter.REPRESENTATION
  })
  Envelope<LatestView> latest(
      Identity caller,
      @PathVariable("external_farm_id") String id,
      @PathVariable String index,
      HttpServletRequest request) {
    var farm = farms.require(caller, id);
    var query = LatestQuery.of(request, properties);
    var wanted = new Series(farm, IndexPath.indexOf(index), query.engine());
    Instant now = clock.instant();
    LocalDate oldest = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(query.lookbackDays());
    var newest = observations.newest(wanted, one -> one.isShown(query.maxCloud()));
    boolean v2 = Representation.of(request) == Representation.V2;
    boolean stale = newest.map(one -> one.date().isBefore(oldest)).orElse(true);
    if (stale) {
      work.refreshStale(wanted, query.lookbackDays(), IndexPath.originOf(request), now);
    }
    return Envelope.ok(
        new LatestView(
            newest
                .map(one -> ObservationView.of(wanted.index(), one.date(), one, null))
                .orElse(null),
            query.engine().wireName(),
            query.lookbackDays(),
            query.maxCloud(),
            stale,
            v2 ? derivedOf(wanted, newest, query.maxCloud()) : null,
            v2 ? Representation.V2_NAME : null));
  }

  private List<DerivedView> derive(
      Series wanted, LocalDate until, int maxCloud, Timeseries series) {
    var derive = derived.of(wanted, until, maxCloud);
    return series.values().stream()
        .map(value -> derive.apply(value.bucket(), value.observation()))
        .toList();
  }

  private DerivedView derivedOf(Series wanted, Optional<Observation> newest, int maxCloud) {
    return newest
        .map(one -> derived.of(wanted, one.date(), maxCloud).apply(one.date(), one))
        .orElse(DerivedView.NONE);
  }
}
