package io.farmsync.ndvi.scene;

import java.util.List;

/** One opened band file. Safe for use by several threads. */
public interface Raster {
  Grid grid();

  /** Columns and rows of the blocks that the file is stored in; reading along them is cheapest. */
  BlockSize blocks();

  /**
   * @param width columns of a block
   * @param height rows of a block
   */
  record BlockSize(int width, int height) {}

  /**
   * Reads the part of a window that lies on the raster.
   *
   * @throws UnreadableRaster if the file is not what its header promises
   * @throws io.farmsync.platform.upstream.UpstreamFailure if the file cannot be fetched
   */
  Pixels read(Window window);

  /**
   * The same raster for a caller that knows all that it is going to read: each block is unpacked
   * once, as far down as one of the windows needs it, and kept until the last of them is {@link
   * #done}.
   */
  default Raster forWindows(List<Window> windows) {
    return this;
  }

  /** A window given to {@link #forWindows} is not going to be read again. */
  default void done(Window window) {}

  /** Whether that part is in memory already, so that {@link #read} asks no upstream. */
  boolean isAtHand(Window window);

  /**
   * The coarsest reduced image in the file whose pixels are at most so wide; this raster itself if
   * there is none.
   *
   * @param pixelWidth in the units of the reference system
   */
  Raster reducedTo(double pixelWidth);
}
