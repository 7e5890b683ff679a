package io.farmsync.sync.farm.http;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The body of a sync as the API description shows it; {@link SyncPayload} reads the real one. */
@Schema(name = "FarmSync")
record SyncBody(
    @Schema(description = "hyphens optional, any case") UUID externalFarmId,
    @Schema(minLength = 1, maxLength = 255) String externalUserId,
    @Schema(minLength = 1, maxLength = 120) String name,
    @Schema(description = "required unless there is a geometry; at most five decimals")
        @Nullable Box bbox,
    @Nullable Point centroid,
    @Schema(description = "GeoJSON Polygon or MultiPolygon (RFC 7946), or a Feature of one")
        @Nullable Map<String, Object> geometry,
    @Schema(description = "when the sender's record changed; an older one than before is refused")
        @Nullable Instant sourceUpdatedAt) {

  /** Degrees, south below north and west before east. */
  @Schema(name = "FarmSyncBbox")
  record Box(BigDecimal south, BigDecimal west, BigDecimal north, BigDecimal east) {}

  /** Degrees. */
  @Schema(name = "FarmSyncCentroid")
  record Point(BigDecimal lat, BigDecimal lon) {}

  /** The body of a batch. */
  @Schema(name = "FarmSyncBatch")
  record Batch(List<SyncBody> farms) {}
}
