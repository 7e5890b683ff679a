package io.farmsync.query.ndvi.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.http.EntityTags;
import io.farmsync.query.http.Parameters;
import io.farmsync.query.http.ReadParameter;
import io.farmsync.query.http.Takes;
import io.farmsync.query.ndvi.ManualOrders;
import io.farmsync.query.ndvi.Rasters;
import io.farmsync.query.ndvi.Series;
import io.farmsync.schemas.NdviRaster;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Pictures of one of the caller's farms. A GET never renders; what is missing can be queued. */
@RestController
@RequestMapping(IndexPath.PATTERN)
class RasterController {

  private final MeasurableFarm farms;
  private final Rasters rasters;
  private final ManualOrders orders;
  private final AcceptedOrder accepted;
  private final NdviReadProperties properties;
  private final Clock clock;

  RasterController(
      MeasurableFarm farms,
      Rasters rasters,
      ManualOrders orders,
      AcceptedOrder accepted,
      NdviReadProperties properties,
      Clock clock) {
    this.farms = farms;
    this.rasters = rasters;
    this.orders = orders;
    this.accepted = accepted;
    this.properties = properties;
    this.clock = clock;
  }

  /** The picture of exactly this day, size and cloud limit. */
  @GetMapping("/raster.png")
  @Takes({ReadParameter.DATE, ReadParameter.SIZE, ReadParameter.MAX_CLOUD, ReadParameter.ENGINE})
  @Access(Access.Policy.READ)
  ResponseEntity<byte[]> raster(
      Identity caller,
      @PathVariable("external_farm_id") String id,
      @PathVariable String index,
      HttpServletRequest request) {
    var farm = farms.require(caller, id);
    var parameters = new Parameters(request);
    var query = RasterQuery.of(parameters, parameters, properties);
    parameters.refuseIfWrong();
    var series = new Series(farm, IndexPath.indexOf(index), query.engine());
    var found = rasters.find(series, query.date(), query.size(), query.maxCloud()).orElse(null);
    return switch (found) {
      case NdviRaster.Rendered rendered -> picture(rendered, request);
      case NdviRaster.Missing missing -> throw notThere(missing.reason());
      case null -> throw notThere(null);
    };
  }

  /** Has a picture rendered. */
  @PostMapping("/raster/queue")
  @Takes(ReadParameter.ENGINE)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Access(Access.Policy.WRITE)
  Envelope<AcceptedOrder.Job> queue(
      Identity caller,
      @PathVariable("external_farm_id") String id,
      @PathVariable String index,
      @RequestBody Map<String, Object> body,
      HttpServletRequest request) {
    var farm = farms.require(caller, id);
    var wanted = new Parameters(body);
    var query = RasterQuery.of(wanted, wanted.besides(request), properties);
    wanted.refuseIfWrong();
    accepted.requireWorked(query.engine());
    var series = new Series(farm, IndexPath.indexOf(index), query.engine());
    return accepted.answer(
        orders.raster(
            series,
            query.date(),
            query.size(),
            query.maxCloud(),
            IndexPath.originOf(request),
            clock.instant()));
  }

  private ResponseEntity<byte[]> picture(NdviRaster.Rendered rendered, HttpServletRequest request) {
    String tag = rendered.sha256();
    var answer =
        EntityTags.isKnown(request, tag)
            ? ResponseEntity.status(HttpStatus.NOT_MODIFIED)
            : ResponseEntity.ok().contentType(MediaType.IMAGE_PNG);
    answer
        .eTag("\"" + tag + "\"")
        .header(
            HttpHeaders.CACHE_CONTROL, "private, max-age=" + properties.rasterMaxAge().toSeconds());
    return EntityTags.isKnown(request, tag) ? answer.build() : answer.body(rendered.png());
  }

  private static Refusal notThere(NdviRaster.@Nullable Reason reason) {
    var errors = new LinkedHashMap<String, @Nullable Object>();
    errors.put("detail", detail(reason));
    errors.put("code", "raster_not_found");
    errors.put("reason", reason);
    return new Refusal(404, "Raster not found", errors, Map.of());
  }

  private static String detail(NdviRaster.@Nullable Reason reason) {
    return switch (reason) {
      case NO_ITEMS -> "No scene of the days around the date is under the cloud limit.";
      case NO_BEST_ITEM -> "No scene of the days around the date shows the field.";
      case MISSING_ASSETS -> "The scene lacks a file that the index needs.";
      case null -> "It has not been rendered; POST to raster/queue.";
    };
  }
}
