package io.farmsync.query.farm;

import io.farmsync.query.farm.Farms.Listing;
import java.util.Optional;
import java.util.UUID;

/**
 * The one place that decides which farms a tenant sees. Whatever is read of a farm is read through
 * a farm that came out of here.
 */
public final class VisibleFarms {

  private final Farms farms;

  public VisibleFarms(Farms farms) {
    this.farms = farms;
  }

  /**
   * Empty for a farm that is not there, retired, or another tenant's: callers cannot tell which.
   */
  public Optional<KnownFarm> find(String tenant, UUID id) {
    return farms.byId(id).filter(farm -> farm.isVisibleTo(tenant));
  }

  /** A part of the tenant's farms, newest registration first. */
  public Listing newestFirst(String tenant, int offset, int limit) {
    var listing = farms.newestFirst(tenant, offset, limit);
    return new Listing(
        listing.count(),
        listing.farms().stream().filter(farm -> farm.isVisibleTo(tenant)).toList());
  }
}
