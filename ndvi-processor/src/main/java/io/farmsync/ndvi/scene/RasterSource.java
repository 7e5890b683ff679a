package io.farmsync.ndvi.scene;

/** Opens the band files that a catalogue points at. */
public interface RasterSource {
  /**
   * @throws UnreadableRaster if the file is of a kind that is not read, or broken
   * @throws io.farmsync.platform.upstream.UpstreamFailure if the file cannot be fetched
   */
  Raster open(Asset asset);

  /** Whether the file's header is in memory already, so that {@link #open} asks no upstream. */
  default boolean isAtHand(Asset asset) {
    return false;
  }
}
