package io.farmsync.query.ndvi.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Page;
import io.farmsync.query.http.OwnFarm;
import io.farmsync.query.http.Parameters;
import io.farmsync.query.http.ReadParameter;
import io.farmsync.query.http.Takes;
import io.farmsync.query.ndvi.Observations;
import io.farmsync.query.ndvi.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Every acquisition day of one of the caller's farms as it was measured; where timeseries shows one
 * value for each bucket.
 */
@RestController
@RequestMapping(IndexPath.PATTERN)
@Access(Access.Policy.READ)
class AcquisitionController {

  /** Before the first Sentinel-2 scene. */
  private static final LocalDate EARLIEST = LocalDate.parse("2015-01-01");

  private final OwnFarm ownFarm;
  private final Observations observations;
  private final NdviReadProperties properties;
  private final Clock clock;

  AcquisitionController(
      OwnFarm ownFarm, Observations observations, NdviReadProperties properties, Clock clock) {
    this.ownFarm = ownFarm;
    this.observations = observations;
    this.properties = properties;
    this.clock = clock;
  }

  /** Ascending by day; {@code start} and {@code end} are optional. */
  @GetMapping("/observations")
  @Takes({
    ReadParameter.START,
    ReadParameter.END,
    ReadParameter.ENGINE,
    ReadParameter.PAGE,
    ReadParameter.PAGE_SIZE
  })
  Envelope<Page<AcquisitionView>> observations(
      Identity caller,
      @PathVariable("external_farm_id") String id,
      @PathVariable String index,
      HttpServletRequest request) {
    var farm = ownFarm.require(caller, id);
    var parameters = new Parameters(request);
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate start = parameters.date("start", EARLIEST);
    LocalDate end = parameters.date("end", today);
    var engine = TimeseriesQuery.engine(parameters, properties);
    var window = Page.Window.of(request.getParameter("page"), request.getParameter("page_size"));
    if (start.isAfter(end)) {
      parameters.wrong("end", "Must not be before start.");
    }
    parameters.refuseIfWrong();
    var found =
        observations.between(new Series(farm, IndexPath.indexOf(index), engine), start, end);
    var page =
        found.stream().skip(window.offset()).limit(window.size()).map(AcquisitionView::of).toList();
    String path =
        "/api/v1/farms/%s/%s/observations/?start=%s&end=%s&engine=%s"
            .formatted(farm.id(), index, start, end, engine.wireName());
    return Envelope.ok(Page.of(path, window, found.size(), page));
  }
}
