package io.farmsync.weather;

import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.FarmState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** Farms for tests: a small square around a point. */
public final class Farms {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final double HALF = 0.001;

  private Farms() {}

  public static FarmState active(UUID id, double latitude, double longitude, long version) {
    return farm(id, latitude, longitude, version, true);
  }

  public static FarmState retired(UUID id, double latitude, double longitude, long version) {
    return farm(id, latitude, longitude, version, false);
  }

  private static FarmState farm(
      UUID id, double latitude, double longitude, long version, boolean active) {
    var bbox =
        new Bbox(
            degrees(latitude - HALF),
            degrees(longitude - HALF),
            degrees(latitude + HALF),
            degrees(longitude + HALF));
    return new FarmState(
        id,
        "tenant-one",
        "nextcloud-1",
        "anna",
        "Shamba",
        "shamba",
        bbox,
        null,
        null,
        4.0,
        active,
        version,
        NOON,
        NOON);
  }

  private static BigDecimal degrees(double value) {
    return BigDecimal.valueOf(Math.round(value * 1e5), 5);
  }
}
