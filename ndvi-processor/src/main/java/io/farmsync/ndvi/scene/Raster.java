package io.farmsync.ndvi.scene;

/** One opened band file. Safe for use by several threads. */
public interface Raster {
  Grid grid();

  /**
   * Reads the part of a window that lies on the raster.
   *
   * @throws UnreadableRaster if the file is not what its header promises
   * @throws io.farmsync.platform.upstream.UpstreamFailure if the file cannot be fetched
   */
  Pixels read(Window window);
}
