package io.farmsync.ndvi.scene;

/**
 * A band file that no repetition makes readable: of an unsupported kind, broken or cut off. The
 * message says which.
 */
public final class UnreadableRaster extends RuntimeException {
  public UnreadableRaster(String message) {
    super(message);
  }

  public UnreadableRaster(String message, Throwable cause) {
    super(message, cause);
  }
}
