package io.farmsync.query.ndvi.http;

import io.farmsync.query.http.Parameters;
import io.farmsync.schemas.Geometry;
import io.farmsync.schemas.NdviSample;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.schemas.kafka.WireSchemas;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A sample as a caller sends it. */
record SampleBody(
    UUID farm,
    Instant sampledAt,
    BigDecimal mean,
    BigDecimal min,
    BigDecimal max,
    String source,
    @Nullable Geometry geometry) {

  /** Clocks differ; a value of tomorrow would be the newest one for a day. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /**
   * Reads and checks it.
   *
   * @param geometry as it came, which is no parameter
   * @throws io.farmsync.platform.envelope.Refusal 400 with every mistake by field
   */
  static SampleBody of(Parameters fields, @Nullable Object geometry, Instant now) {
    UUID farm = fields.uuid("farm_id");
    Instant sampledAt = fields.requiredInstant("timestamp");
    BigDecimal mean = fields.decimal("mean", 0, 1);
    BigDecimal min = fields.decimal("min", 0, 1);
    BigDecimal max = fields.decimal("max", 0, 1);
    String source = fields.name("source", "sample");
    if (sampledAt.isBefore(Instant.EPOCH) || sampledAt.isAfter(now.plus(AHEAD))) {
      fields.wrong("timestamp", "Must be between 1970 and now.");
    }
    Geometry where = geometry == null ? null : geometry(fields, geometry);
    if (fields.isRight() && (min.compareTo(mean) > 0 || mean.compareTo(max) > 0)) {
      fields.wrong("mean", "Must be between min and max.");
    }
    fields.refuseIfWrong();
    return new SampleBody(farm, sampledAt, mean, min, max, source, where);
  }

  NdviSample of(String tenant, long farmVersion, Instant now) {
    return new NdviSample(
        farm,
        tenant,
        farmVersion,
        sampledAt,
        mean.doubleValue(),
        min.doubleValue(),
        max.doubleValue(),
        source,
        geometry,
        now);
  }

  private static @Nullable Geometry geometry(Parameters fields, Object geometry) {
    try {
      var json = WireJson.mapper().valueToTree(geometry);
      WireSchemas.require("geometry.v1", json);
      return WireJson.mapper().treeToValue(json, Geometry.class);
    } catch (IllegalArgumentException | JacksonException e) {
      fields.wrong("geometry", "Must be a GeoJSON Polygon or MultiPolygon in WGS 84.");
      return null;
    }
  }
}
