package io.farmsync.ndvi.zonal;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The indices that can be asked for. */
public final class SpectralIndices {
  public static final SpectralIndex NDVI = new Ndvi();
  public static final SpectralIndex NDWI = new Ndwi();
  public static final SpectralIndex NDMI = new Ndmi();

  /** Every index of ours. */
  public static final SpectralIndices ALL = new SpectralIndices(List.of(NDVI, NDWI, NDMI));

  private final List<SpectralIndex> indices;

  public SpectralIndices(List<SpectralIndex> indices) {
    this.indices = List.copyOf(indices);
    if (new HashSet<>(names()).size() < indices.size()) {
      throw new IllegalArgumentException("indices: " + names() + " (expected: each name once)");
    }
  }

  public Optional<SpectralIndex> named(String name) {
    return indices.stream().filter(index -> index.name().equals(name)).findFirst();
  }

  public List<String> names() {
    return indices.stream().map(SpectralIndex::name).toList();
  }
}
