package io.farmsync.query.farm.http;

import io.farmsync.query.farm.KnownFarm;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.Centroid;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A farm as readers get it; {@code id} repeats the UUID for clients that build addresses from it.
 */
record FarmView(
    String id,
    String externalFarmId,
    String externalUserId,
    String name,
    String slug,
    BboxView bbox,
    @Nullable CentroidView centroid,
    @Nullable Double areaHa,
    boolean isActive,
    Instant createdAt,
    Instant updatedAt) {

  private static final int DECIMALS = 5;

  /** Degrees as text with five decimals. */
  record BboxView(String south, String west, String north, String east) {}

  /** Likewise. */
  record CentroidView(String lat, String lon) {}

  static FarmView of(KnownFarm farm) {
    var state = farm.state();
    String id = state.externalFarmId().toString();
    return new FarmView(
        id,
        id,
        state.externalUserId(),
        state.name(),
        state.slug(),
        view(state.bbox()),
        view(state.centroid()),
        state.areaHa(),
        state.isActive(),
        state.createdAt(),
        state.updatedAt());
  }

  private static BboxView view(Bbox bbox) {
    return new BboxView(
        degrees(bbox.south()), degrees(bbox.west()), degrees(bbox.north()), degrees(bbox.east()));
  }

  private static @Nullable CentroidView view(@Nullable Centroid centroid) {
    return centroid == null
        ? null
        : new CentroidView(degrees(centroid.lat()), degrees(centroid.lon()));
  }

  /** Coordinates have at most five decimals when they come in; the rounding mode never acts. */
  private static String degrees(BigDecimal value) {
    return value.setScale(DECIMALS, RoundingMode.HALF_UP).toPlainString();
  }
}
