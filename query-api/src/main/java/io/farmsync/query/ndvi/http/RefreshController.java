package io.farmsync.query.ndvi.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.query.http.ReadParameter;
import io.farmsync.query.http.Takes;
import io.farmsync.query.ndvi.ManualOrders;
import io.farmsync.query.ndvi.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Refreshes that callers order. */
@RestController
@RequestMapping(IndexPath.PATTERN)
class RefreshController {

  private final MeasurableFarm farms;
  private final ManualOrders orders;
  private final AcceptedOrder accepted;
  private final NdviReadProperties properties;
  private final Clock clock;

  RefreshController(
      MeasurableFarm farms,
      ManualOrders orders,
      AcceptedOrder accepted,
      NdviReadProperties properties,
      Clock clock) {
    this.farms = farms;
    this.orders = orders;
    this.accepted = accepted;
    this.properties = properties;
    this.clock = clock;
  }

  /** Computes the last days anew. */
  @PostMapping("/refresh")
  @Takes({ReadParameter.LOOKBACK_DAYS, ReadParameter.MAX_CLOUD, ReadParameter.ENGINE})
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Access(Access.Policy.WRITE)
  Envelope<AcceptedOrder.Job> refresh(
      Identity caller,
      @PathVariable("external_farm_id") String id,
      @PathVariable String index,
      HttpServletRequest request) {
    var farm = farms.require(caller, id);
    var query = LatestQuery.of(request, properties);
    accepted.requireWorked(query.engine());
    var series = new Series(farm, IndexPath.indexOf(index), query.engine());
    return accepted.answer(
        orders.refresh(series, query.lookbackDays(), IndexPath.originOf(request), clock.instant()));
  }
}
