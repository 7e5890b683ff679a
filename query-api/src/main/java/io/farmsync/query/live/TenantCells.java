package io.farmsync.query.live;

import io.farmsync.query.farm.VisibleFarms;
import io.farmsync.schemas.WeatherCell;
import java.util.Set;
import java.util.stream.Collectors;

/** The weather cells in which a tenant has farms; of its newest farms, if it has very many. */
public final class TenantCells {

  private static final int MOST_FARMS = 10_000;

  private final VisibleFarms farms;

  public TenantCells(VisibleFarms farms) {
    this.farms = farms;
  }

  public Set<String> of(String tenant) {
    return farms.newestFirst(tenant, 0, MOST_FARMS).farms().stream()
        .map(farm -> WeatherCell.of(farm.state()).id())
        .collect(Collectors.toUnmodifiableSet());
  }
}
