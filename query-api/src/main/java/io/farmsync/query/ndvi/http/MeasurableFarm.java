package io.farmsync.query.ndvi.http;

import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.http.OwnFarm;

/** The caller's farm, if it is not too large to be measured. */
final class MeasurableFarm {

  private final OwnFarm farms;
  private final double maxAreaKm2;

  /**
   * @param maxAreaKm2 of the bbox, as the contract measures it
   */
  MeasurableFarm(OwnFarm farms, double maxAreaKm2) {
    this.farms = farms;
    this.maxAreaKm2 = maxAreaKm2;
  }

  /**
   * The farm.
   *
   * @throws Refusal 404, or 400 if it is too large
   */
  KnownFarm require(Identity caller, String id) {
    var farm = farms.require(caller, id);
    double area = farm.state().bbox().areaSquareKilometres();
    if (area > maxAreaKm2) {
      throw Refusal.invalid(
          "non_field_errors",
          "The farm's bbox covers %.0f km²; imagery is computed up to %.0f km²."
              .formatted(area, maxAreaKm2));
    }
    return farm;
  }
}
