package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * A field boundary as GeoJSON (RFC 7946): WGS 84, longitude first, rings closed, exterior ring
 * counterclockwise. A position is a list of longitude and latitude in degrees.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Geometry.Polygon.class, name = "Polygon"),
  @JsonSubTypes.Type(value = Geometry.MultiPolygon.class, name = "MultiPolygon")
})
public sealed interface Geometry {

  /** One exterior ring, then its holes: rings × positions × (longitude, latitude). */
  record Polygon(List<List<List<Double>>> coordinates) implements Geometry {}

  /** Polygons that do not overlap: polygons × rings × positions × (longitude, latitude). */
  record MultiPolygon(List<List<List<List<Double>>>> coordinates) implements Geometry {}
}
