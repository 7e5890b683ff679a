package io.farmsync.ndvi.scene.cog;

/**
 * What reading may cost in memory.
 *
 * @param blockCacheBytes unpacked blocks; a block of a full Sentinel-2 tile has 0.5 to 2 MB
 * @param headerCacheBytes headers of opened files; about 25 kB each
 * @param wholeFileBytes what a server that ignores ranges may send
 * @param windowPixels of one band of one field
 */
public record CogLimits(
    long blockCacheBytes, long headerCacheBytes, int wholeFileBytes, long windowPixels) {
  public CogLimits {
    if (windowPixels < 1 || windowPixels > 1 << 26) {
      throw new IllegalArgumentException(
          "windowPixels: " + windowPixels + " (expected: 1 to 67108864)");
    }
  }
}
