package io.farmsync.schemas;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A farm as it is after its latest event; value of topic {@code farms} and part of every farm
 * event.
 *
 * @param externalFarmId the farm's identity everywhere, and the record key
 * @param tenant who the farm belongs to; set once, by the client that registered it
 * @param clientId the client whose command led to this state
 * @param bbox five decimals at the most
 * @param geometry the exact boundary where the client gave one; otherwise the bbox is the field
 * @param areaHa area of the geometry, or of the bbox, in hectares on the WGS 84 ellipsoid
 * @param name after a purge, as the other texts of the sender, {@value #PURGED}
 * @param version 1 for the registration, then one more for each event, without gaps
 */
public record FarmState(
    UUID externalFarmId,
    String tenant,
    String clientId,
    String externalUserId,
    String name,
    String slug,
    Bbox bbox,
    @Nullable Centroid centroid,
    @Nullable Geometry geometry,
    @Nullable Double areaHa,
    boolean isActive,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  private static final String PURGED = "purged";

  /**
   * The farm once it is purged, one version on: who it belonged to and when, but neither its names
   * nor its place (the bbox is a point at 0, 0).
   *
   * @param by id of the client whose command it was
   */
  public FarmState purged(String by, Instant at) {
    return new FarmState(
        externalFarmId,
        tenant,
        by,
        PURGED,
        PURGED,
        externalFarmId.toString(),
        new Bbox(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO),
        null,
        null,
        null,
        false,
        version + 1,
        createdAt,
        at);
  }
}
