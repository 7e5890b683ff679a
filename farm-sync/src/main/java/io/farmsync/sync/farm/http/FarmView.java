package io.farmsync.sync.farm.http;

import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.Centroid;
import io.farmsync.schemas.FarmState;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A farm in answers to commands. Coordinates are texts with exactly five decimals.
 *
 * @param id the same as {@code externalFarmId}, for clients that build addresses from it
 */
record FarmView(
    String id,
    String externalFarmId,
    String externalUserId,
    String name,
    String slug,
    Box bbox,
    @Nullable Point centroid) {

  record Box(String south, String west, String north, String east) {}

  record Point(String lat, String lon) {}

  static FarmView of(FarmState farm) {
    String id = farm.externalFarmId().toString();
    return new FarmView(
        id,
        id,
        farm.externalUserId(),
        farm.name(),
        farm.slug(),
        box(farm.bbox()),
        point(farm.centroid()));
  }

  private static Box box(Bbox bbox) {
    return new Box(text(bbox.south()), text(bbox.west()), text(bbox.north()), text(bbox.east()));
  }

  private static @Nullable Point point(@Nullable Centroid centroid) {
    return centroid == null ? null : new Point(text(centroid.lat()), text(centroid.lon()));
  }

  private static String text(BigDecimal degrees) {
    return degrees.setScale(Degrees.DECIMALS).toPlainString();
  }
}
