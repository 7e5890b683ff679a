package io.farmsync.query.farm;

import io.farmsync.query.farm.Farms.Listing;
import io.farmsync.query.freshness.VersionNotYet;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * The one place that decides which farms a tenant sees. Whatever is read of a farm is read through
 * a farm that came out of here.
 */
public final class VisibleFarms {

  /** So many farms at most match one search. */
  public static final int MOST_MATCHES = 10_000;

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

  /**
   * Likewise, of a version or a newer one; for a farm that is not the tenant's as for one that
   * never comes.
   *
   * @throws VersionNotYet if it does not come within the wait
   */
  public Optional<KnownFarm> findAtLeast(String tenant, UUID id, long version, Duration wait) {
    var known = farms.byId(id);
    boolean isOthers = known.filter(farm -> !farm.state().tenant().equals(tenant)).isPresent();
    if (isOthers || known.filter(farm -> farm.version() >= version).isEmpty()) {
      // a stranger's farm takes as long as one that never comes
      boolean hasCome = farms.awaitVersion(id, isOthers ? Long.MAX_VALUE : version, wait);
      known = hasCome ? farms.byId(id) : Optional.empty();
    }
    var found =
        known
            .filter(farm -> farm.state().tenant().equals(tenant))
            .filter(farm -> farm.version() >= version)
            .orElseThrow(() -> new VersionNotYet(version));
    return Optional.of(found).filter(farm -> farm.isVisibleTo(tenant));
  }

  /**
   * A part of the tenant's farms that match, newest registration first, or nearest first.
   *
   * @return empty if more than {@link #MOST_MATCHES} match
   */
  public Optional<Listing> matching(String tenant, FarmSearch search, int offset, int limit) {
    var matches =
        farms.candidates(tenant, search, MOST_MATCHES + 1).stream()
            .filter(farm -> farm.isVisibleTo(tenant) && matches(search, farm))
            .sorted(order(search))
            .toList();
    return matches.size() > MOST_MATCHES
        ? Optional.empty()
        : Optional.of(
            new Listing(matches.size(), matches.stream().skip(offset).limit(limit).toList()));
  }

  private static boolean matches(FarmSearch search, KnownFarm farm) {
    return switch (search) {
      case FarmSearch.OfUser(String user) -> farm.state().externalUserId().equals(user);
      case FarmSearch.InState _ -> true; // its index is exact
      case FarmSearch.Within(PlaceGrid.Box box) -> box.contains(farm.lat(), farm.lon());
      case FarmSearch.Near near -> near.distanceTo(farm.lat(), farm.lon()) <= near.kilometres();
    };
  }

  private static Comparator<KnownFarm> order(FarmSearch search) {
    Comparator<KnownFarm> newest =
        Comparator.comparing((KnownFarm farm) -> farm.state().createdAt())
            .reversed()
            .thenComparing(farm -> farm.id().toString());
    return search instanceof FarmSearch.Near near
        ? Comparator.comparingDouble((KnownFarm farm) -> near.distanceTo(farm.lat(), farm.lon()))
            .thenComparing(newest)
        : newest;
  }

  /** A part of the tenant's farms, newest registration first. */
  public Listing newestFirst(String tenant, int offset, int limit) {
    var listing = farms.newestFirst(tenant, offset, limit);
    return new Listing(
        listing.count(),
        listing.farms().stream().filter(farm -> farm.isVisibleTo(tenant)).toList());
  }
}
