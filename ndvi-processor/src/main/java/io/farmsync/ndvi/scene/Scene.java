package io.farmsync.ndvi.scene;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.locationtech.jts.geom.Geometry;

/**
 * One catalogue item: one tile of one pass, as one processing made it.
 *
 * @param acquired when the instrument saw it
 * @param platform lower case, such as {@code sentinel-2a}
 * @param pass what all tiles of one overflight share: the datatake without its baseline, else
 *     platform, day and orbit
 * @param tile code of the tile's grid square, such as {@code MGRS-31UES}
 * @param baseline processing baseline, such as {@code 05.09}; two digits, a point, two digits
 * @param revision what orders processings of equal baseline: generation time, else sequence, else
 *     the item's id
 * @param epsg the reference system that the catalogue states; the file's own must agree
 * @param cloudFraction cloud over the whole scene, 0 to 1
 * @param offsetApplied the catalogue's word that the stored numbers have the offset taken off
 *     already
 * @param footprint WGS 84, longitude first
 */
public record Scene(
    String id,
    String collection,
    Instant acquired,
    String platform,
    String pass,
    String tile,
    Optional<String> baseline,
    String revision,
    OptionalInt epsg,
    OptionalDouble cloudFraction,
    Optional<Boolean> offsetApplied,
    Geometry footprint,
    Map<Band, Asset> assets) {
  public Scene {
    assets = Map.copyOf(assets);
  }

  /**
   * @throws MissingAsset if the catalogue lists no file for the band
   */
  public Asset asset(Band band) {
    Asset asset = assets.get(band);
    if (asset == null) {
      throw new MissingAsset(this, band);
    }
    return asset;
  }
}
