package io.farmsync.ndvi.zonal;

import java.util.List;
import java.util.Optional;

/** Every index that can be asked for. */
public final class SpectralIndices {
  public static final SpectralIndex NDVI = new Ndvi();
  public static final SpectralIndex NDWI = new Ndwi();
  public static final SpectralIndex NDMI = new Ndmi();

  private static final List<SpectralIndex> ALL = List.of(NDVI, NDWI, NDMI);

  private SpectralIndices() {}

  public static List<SpectralIndex> all() {
    return ALL;
  }

  public static Optional<SpectralIndex> named(String name) {
    return ALL.stream().filter(index -> index.name().equals(name)).findFirst();
  }
}
