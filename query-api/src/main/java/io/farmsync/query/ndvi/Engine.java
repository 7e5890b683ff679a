package io.farmsync.query.ndvi;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where values can come from, as the HTTP contract lists it; and {@code sample}, what clients
 * measured themselves.
 */
public enum Engine {
  SENTINELHUB,
  STAC,
  LANDSAT,
  MODIS,
  GEE,
  SAMPLE;

  public static Optional<Engine> named(String wireName) {
    return Stream.of(values()).filter(engine -> engine.wireName().equals(wireName)).findFirst();
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
