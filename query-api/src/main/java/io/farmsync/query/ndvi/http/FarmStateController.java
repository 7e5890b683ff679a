package io.farmsync.query.ndvi.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.query.http.Parameters;
import io.farmsync.query.http.ReadParameter;
import io.farmsync.query.http.Takes;
import io.farmsync.query.ndvi.Condition;
import io.farmsync.query.ndvi.Observation;
import io.farmsync.query.ndvi.Observations;
import io.farmsync.query.ndvi.Series;
import io.farmsync.query.ndvi.SpectralIndex;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** How one of the caller's farms does, from its observations; follows them at once. */
@RestController
@Access(Access.Policy.READ)
class FarmStateController {

  private final MeasurableFarm farms;
  private final Observations observations;
  private final DerivedReads derived;
  private final NdviReadProperties properties;
  private final Clock clock;

  FarmStateController(
      MeasurableFarm farms,
      Observations observations,
      DerivedReads derived,
      NdviReadProperties properties,
      Clock clock) {
    this.farms = farms;
    this.observations = observations;
    this.derived = derived;
    this.properties = properties;
    this.clock = clock;
  }

  /** Vegetation. */
  @GetMapping("/api/v1/farm-state/{external_farm_id}")
  @Takes({ReadParameter.MAX_CLOUD, ReadParameter.ENGINE, ReadParameter.REPRESENTATION})
  Envelope<FarmStateView> vegetation(
      Identity caller, @PathVariable("external_farm_id") String id, HttpServletRequest request) {
    return state(caller, id, SpectralIndex.NDVI, request);
  }

  /** Water and moisture. */
  @GetMapping("/api/v1/farms/{external_farm_id}/{index:ndwi|ndmi}/farm-state")
  @Takes({ReadParameter.MAX_CLOUD, ReadParameter.ENGINE, ReadParameter.REPRESENTATION})
  Envelope<FarmStateView> moisture(
      Identity caller,
      @PathVariable("external_farm_id") String id,
      @PathVariable String index,
      HttpServletRequest request) {
    return state(caller, id, IndexPath.indexOf(index), request);
  }

  private Envelope<FarmStateView> state(
      Identity caller, String id, SpectralIndex index, HttpServletRequest request) {
    var farm = farms.require(caller, id);
    var parameters = new Parameters(request);
    int maxCloud = TimeseriesQuery.maxCloud(parameters, properties);
    var engine = TimeseriesQuery.engine(parameters, properties);
    parameters.refuseIfWrong();
    var series = new Series(farm, index, engine);
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var recent = observations.between(series, today.minusDays(properties.stateDays()), today);
    var condition = Condition.of(index, maxCloud, recent);
    return Envelope.ok(
        FarmStateView.of(
            farm.id(),
            numbers(index, condition),
            condition,
            derived(series, recent, maxCloud, request)));
  }

  private @Nullable DerivedView derived(
      Series series, List<Observation> recent, int maxCloud, HttpServletRequest request) {
    if (Representation.of(request) == Representation.V1) {
      return null;
    }
    var shown = recent.stream().filter(one -> one.isShown(maxCloud)).toList();
    if (shown.isEmpty()) {
      return DerivedView.NONE;
    }
    Observation newest = shown.getLast();
    return derived.of(series, newest.date(), maxCloud).apply(newest.date(), newest);
  }

  private static FarmStateView.Numbers numbers(SpectralIndex index, Condition condition) {
    return switch (index) {
      case NDVI ->
          new FarmStateView.NdviNumbers(condition.mean(), condition.max(), condition.coveragePct());
      case NDWI ->
          new FarmStateView.NdwiNumbers(condition.mean(), condition.max(), condition.min());
      case NDMI ->
          new FarmStateView.NdmiNumbers(condition.mean(), condition.max(), condition.min());
    };
  }
}
