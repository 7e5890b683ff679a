package io.farmsync.ndvi.scene.cog;

/** Bytes of one file by position. Safe for use by several threads. */
public interface ByteSource {
  /**
   * @return exactly {@code length} bytes
   * @throws io.farmsync.ndvi.scene.UnreadableRaster if the file ends before
   */
  byte[] read(long offset, int length);

  /** What an open file keeps in memory. */
  int keptBytes();
}
