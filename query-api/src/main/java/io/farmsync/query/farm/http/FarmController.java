package io.farmsync.query.farm.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Page;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.farm.VisibleFarms;
import io.farmsync.query.http.OwnFarm;
import io.farmsync.query.http.ReadParameter;
import io.farmsync.query.http.Takes;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The caller's farms. */
@RestController
@RequestMapping(FarmController.PATH)
@Access(Access.Policy.READ)
class FarmController {

  static final String PATH = "/api/v1/farms";

  private final VisibleFarms farms;
  private final OwnFarm ownFarm;
  private final Clock clock;

  FarmController(VisibleFarms farms, OwnFarm ownFarm, Clock clock) {
    this.farms = farms;
    this.ownFarm = ownFarm;
    this.clock = clock;
  }

  /** One farm. */
  @GetMapping("/{external_farm_id}")
  Envelope<FarmView> farm(Identity caller, @PathVariable("external_farm_id") String id) {
    return Envelope.ok(FarmView.of(ownFarm.require(caller, id)));
  }

  /** Its boundary, for maps. */
  @GetMapping("/{external_farm_id}/boundary")
  Envelope<BoundaryView> boundary(Identity caller, @PathVariable("external_farm_id") String id) {
    return Envelope.ok(BoundaryView.of(ownFarm.require(caller, id)));
  }

  /**
   * Farms of the caller's tenant, newest first: all of them; those of a Nextcloud user ({@code
   * user}); those whose centre lies in a box ({@code bbox=west,south,east,north}); those whose crop
   * is in a state today ({@code state=full_canopy}); or, nearest first, those around a place
   * ({@code near=latitude,longitude}, {@code radius_km}).
   */
  @GetMapping
  @Takes({
    ReadParameter.USER,
    ReadParameter.BBOX,
    ReadParameter.NEAR,
    ReadParameter.RADIUS_KM,
    ReadParameter.STATE
  })
  Envelope<Page<FarmView>> list(
      Identity caller,
      HttpServletRequest request,
      @RequestParam(required = false) @Nullable String page,
      @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
    var window = Page.Window.of(page, pageSize);
    var search = FarmQuery.of(request, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    var listing =
        search
            .map(wanted ->
                farms
                    .matching(caller.tenant(), wanted, window.offset(), window.size())
                    .orElseThrow(() ->
                        Refusal.malformed(
                            "More than "
                                + VisibleFarms.MOST_MATCHES
                                + " farms match; ask for less.")))
            .orElseGet(() -> farms.newestFirst(caller.tenant(), window.offset(), window.size()));
    var views = listing.farms().stream().map(FarmView::of).toList();
    return Envelope.ok(
        Page.of(PATH + "/" + FarmQuery.asked(request), window, listing.count(), views));
  }
}
