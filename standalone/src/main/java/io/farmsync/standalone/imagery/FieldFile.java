package io.farmsync.standalone.imagery;

import io.farmsync.ndvi.zonal.FieldBoundary;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.standalone.FarmException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Geometry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the fields of a GeoJSON file: a geometry, a feature or a collection of features. */
public final class FieldFile {
  /** Only asked for where a farm has no boundary, which a file always gives. */
  private static final Bbox ANYWHERE =
      new Bbox(new BigDecimal(-90), new BigDecimal(-180), new BigDecimal(90), new BigDecimal(180));

  /**
   * @param name the feature's id or name, else its number
   * @param boundary WGS 84, longitude as x
   */
  public record Field(String name, Geometry boundary) {}

  private FieldFile() {}

  /**
   * @throws FarmException naming the file and the feature that is wrong
   */
  public static List<Field> read(Path file) {
    if (!Files.isReadable(file)) {
      throw new FarmException(
          "There is no readable file " + file + ". Give a GeoJSON file with --geometry.");
    }
    JsonNode json;
    try {
      json = WireJson.mapper().readTree(file);
    } catch (JacksonException broken) {
      throw new FarmException(
          file + " is not JSON: " + broken.getOriginalMessage() + ". Expected is GeoJSON.", broken);
    }
    var fields = new ArrayList<Field>();
    switch (json.path("type").asString("")) {
      case "FeatureCollection" ->
          json.path("features")
              .valueStream()
              .forEach(feature -> fields.add(feature(file, feature, fields.size() + 1)));
      case "Feature" -> fields.add(feature(file, json, 1));
      default -> fields.add(new Field("1", geometry(file, "1", json)));
    }
    if (fields.isEmpty()) {
      throw new FarmException(file + " has no feature. Expected is at least one polygon.");
    }
    return List.copyOf(fields);
  }

  private static Field feature(Path file, JsonNode feature, int number) {
    String name =
        feature.path("id").asString(feature.path("properties").path("name").asString("" + number));
    return new Field(name, geometry(file, name, feature.path("geometry")));
  }

  private static Geometry geometry(Path file, String name, JsonNode geometry) {
    try {
      return FieldBoundary.of(
          WireJson.mapper().treeToValue(geometry, io.farmsync.schemas.Geometry.class), ANYWHERE);
    } catch (RuntimeException unusable) {
      String why =
          unusable instanceof JacksonException broken
              ? broken.getOriginalMessage()
              : String.valueOf(unusable.getMessage());
      throw new FarmException(
          "Field %s of %s cannot be used: %s. Expected is a valid Polygon or MultiPolygon in WGS 84, longitude first."
              .formatted(name, file, why),
          unusable);
    }
  }
}
