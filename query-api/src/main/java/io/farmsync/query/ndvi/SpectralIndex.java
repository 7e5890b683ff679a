package io.farmsync.query.ndvi;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The indices that can be read; never mixed. */
public enum SpectralIndex {
  NDVI,
  NDWI,
  NDMI;

  public static Optional<SpectralIndex> named(String wireName) {
    return Stream.of(values()).filter(index -> index.wireName().equals(wireName)).findFirst();
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
