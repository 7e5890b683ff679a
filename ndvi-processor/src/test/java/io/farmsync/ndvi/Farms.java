package io.farmsync.ndvi;

import io.farmsync.samples.SampleData;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.Geometry;
import io.farmsync.schemas.kafka.WireJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Farm events as farm-sync writes them. */
public final class Farms {
  private Farms() {}

  /** A farm whose boundary is a sample field. */
  public static FarmEvent event(
      UUID farm, FarmEvent.Type type, long version, Instant at, String file, String field) {
    return event(farm, type, version, at, boundary(file, field));
  }

  public static FarmEvent event(
      UUID farm, FarmEvent.Type type, long version, Instant at, @Nullable Geometry boundary) {
    return event("tenant-one", farm, type, version, at, boundary);
  }

  /** A farm of a tenant. */
  public static FarmEvent event(
      String tenant,
      UUID farm,
      FarmEvent.Type type,
      long version,
      Instant at,
      @Nullable Geometry boundary) {
    var box =
        new Bbox(
            new BigDecimal("50.74"),
            new BigDecimal("4.05"),
            new BigDecimal("50.75"),
            new BigDecimal("4.07"));
    var state =
        new FarmState(
            farm,
            tenant,
            "nextcloud",
            "anna",
            "Farm",
            "farm",
            box,
            null,
            boundary,
            1.0,
            type != FarmEvent.Type.RETIRED && type != FarmEvent.Type.PURGED,
            version,
            at,
            at);
    return new FarmEvent(
        UUID.nameUUIDFromBytes(
            (farm + "/" + version).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        type,
        farm,
        version,
        at,
        state);
  }

  public static Geometry boundary(String file, String field) {
    for (JsonNode feature : new SampleData().json(file).path("features")) {
      if (feature.path("id").stringValue("").equals(field)) {
        return WireJson.mapper().treeToValue(feature.path("geometry"), Geometry.class);
      }
    }
    throw new IllegalArgumentException(field + " is not in " + file);
  }
}
