package io.farmsync.query.farm.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Page;
import io.farmsync.query.farm.VisibleFarms;
import io.farmsync.query.http.OwnFarm;
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

  FarmController(VisibleFarms farms, OwnFarm ownFarm) {
    this.farms = farms;
    this.ownFarm = ownFarm;
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

  /** All farms of the caller's tenant, newest first. */
  @GetMapping
  Envelope<Page<FarmView>> list(
      Identity caller,
      @RequestParam(required = false) @Nullable String page,
      @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
    var window = Page.Window.of(page, pageSize);
    var listing = farms.newestFirst(caller.tenant(), window.offset(), window.size());
    var views = listing.farms().stream().map(FarmView::of).toList();
    return Envelope.ok(Page.of(PATH + "/", window, listing.count(), views));
  }
}
