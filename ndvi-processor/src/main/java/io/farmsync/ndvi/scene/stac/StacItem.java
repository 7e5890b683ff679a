package io.farmsync.ndvi.scene.stac;

import io.farmsync.ndvi.scene.Asset;
import io.farmsync.ndvi.scene.Band;
import io.farmsync.ndvi.scene.Scene;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A Sentinel-2 item as catalogues write it. They differ in names only: bands by common name ({@code
 * red}), by resolution ({@code B04_10m}) or bare ({@code B04}); reference systems as {@code
 * proj:epsg} or {@code proj:code}; scale and offset in {@code raster:bands} (STAC 1.0), on the
 * asset or on its first band (1.1).
 */
record StacItem(JsonNode item) {
  /**
   * @throws IllegalArgumentException if the item lacks what no scene can do without; the message
   *     says what
   */
  Scene toScene(URI base) {
    JsonNode properties = item.path("properties");
    Instant acquired = acquired(properties);
    String id = text(item, "id").orElseThrow(() -> new IllegalArgumentException("item has no id"));
    String platform = text(properties, "platform").orElse("").toLowerCase(Locale.ROOT);
    Optional<String> datatake =
        first(List.of(text(properties, "s2:datatake_id"), text(properties, "eopf:datatake_id")));
    return new Scene(
        id,
        text(item, "collection").orElse(""),
        acquired,
        platform,
        pass(datatake, acquired, properties),
        tile(properties).orElse(id),
        baseline(properties, datatake),
        text(properties, "s2:generation_time").orElse("")
            + '|'
            + text(properties, "s2:sequence").orElse(""),
        epsg(properties),
        cloud(properties),
        flag(properties, "earthsearch:boa_offset_applied"),
        GeoJsonFootprint.of(item),
        assets(base));
  }

  private static Instant acquired(JsonNode properties) {
    String text =
        first(List.of(text(properties, "datetime"), text(properties, "start_datetime")))
            .orElseThrow(() -> new IllegalArgumentException("item has no datetime"));
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException broken) {
      throw new IllegalArgumentException("datetime: " + text + " (expected: RFC 3339)", broken);
    }
  }

  /**
   * The datatake without its baseline, so that a reprocessing is of the same pass; else day and
   * orbit.
   */
  private static String pass(Optional<String> datatake, Instant acquired, JsonNode properties) {
    return datatake
        .map(id -> id.replaceFirst("_N\\d\\d\\.\\d\\d$", ""))
        .orElseGet(() ->
            acquired.atZone(ZoneOffset.UTC).toLocalDate()
                + "/R"
                + properties.path("sat:relative_orbit").asInt(0));
  }

  private static Optional<String> tile(JsonNode properties) {
    return first(
        List.of(
            text(properties, "grid:code"),
            text(properties, "s2:mgrs_tile").map(code -> "MGRS-" + code)));
  }

  private static Optional<String> baseline(JsonNode properties, Optional<String> datatake) {
    return first(
            List.of(
                text(properties, "s2:processing_baseline"),
                text(properties, "processing:version"),
                datatake.map(id -> id.substring(Math.max(0, id.length() - 5)))))
        .filter(version -> version.matches("\\d\\d\\.\\d\\d"));
  }

  private OptionalInt epsg(JsonNode properties) {
    for (JsonNode holder :
        Stream.concat(Stream.of(properties), item.path("assets").valueStream()).toList()) {
      if (holder.path("proj:epsg").isInt()) {
        return OptionalInt.of(holder.path("proj:epsg").intValue());
      }
      Optional<String> code =
          text(holder, "proj:code").filter(text -> text.matches("EPSG:\\d{4,6}"));
      if (code.isPresent()) {
        return OptionalInt.of(Integer.parseInt(code.get().substring(5)));
      }
    }
    return OptionalInt.empty();
  }

  private static OptionalDouble cloud(JsonNode properties) {
    OptionalDouble percent = number(properties, "eo:cloud_cover");
    return percent.isPresent() ? OptionalDouble.of(percent.getAsDouble() / 100) : percent;
  }

  private Map<Band, Asset> assets(URI base) {
    var assets = new EnumMap<Band, Asset>(Band.class);
    for (Band band : Band.values()) {
      keys(band)
          .map(item.path("assets")::path)
          .filter(node -> node.path("href").isString())
          .findFirst()
          .ifPresent(node -> assets.put(band, asset(node, base)));
    }
    return assets;
  }

  private static Stream<String> keys(Band band) {
    String name = band.sentinelName();
    return Stream.of(band.commonName(), name + "_10m", name + "_20m", name + "_60m", name);
  }

  private static Asset asset(JsonNode node, URI base) {
    List<JsonNode> holders =
        List.of(node.path("raster:bands").path(0), node, node.path("bands").path(0));
    return new Asset(
        base.resolve(node.path("href").stringValue("")),
        firstNumber(holders, "nodata")
            .orElse(0), // Sentinel-2 products say 0 whether the catalogue does or not
        firstNumber(holders, "scale", "raster:scale"),
        firstNumber(holders, "offset", "raster:offset"));
  }

  private static OptionalDouble firstNumber(List<JsonNode> holders, String... names) {
    return holders.stream()
        .flatMap(holder -> Stream.of(names).map(name -> number(holder, name)))
        .filter(OptionalDouble::isPresent)
        .findFirst()
        .orElse(OptionalDouble.empty());
  }

  private static OptionalDouble number(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
  }

  private static Optional<Boolean> flag(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  private static Optional<String> text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }

  private static Optional<String> first(List<Optional<String>> choices) {
    return choices.stream().flatMap(Optional::stream).findFirst();
  }
}
