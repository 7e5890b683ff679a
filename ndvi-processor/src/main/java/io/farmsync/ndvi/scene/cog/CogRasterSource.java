package io.farmsync.ndvi.scene.cog;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.farmsync.ndvi.scene.Asset;
import io.farmsync.ndvi.scene.Raster;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.platform.upstream.Upstream;
import java.net.URI;
import java.util.function.Function;

/**
 * Opens cloud-optimized GeoTIFFs over HTTP. Headers and unpacked blocks are kept within bounds and
 * shared; two callers that open the same file at once fetch its header once.
 */
public final class CogRasterSource implements RasterSource {
  private final LoadingCache<URI, CogFile> files;
  private final BlockCache blocks;
  private final CogLimits limits;

  public CogRasterSource(Upstream upstream, CogLimits limits) {
    this(href -> new HttpFile(upstream, href, limits.wholeFileBytes()), limits);
  }

  /**
   * @param opener where the bytes of a file come from; called once per file that is kept
   */
  public CogRasterSource(Function<URI, ByteSource> opener, CogLimits limits) {
    this.limits = limits;
    this.blocks = new BlockCache(limits.blockCacheBytes());
    this.files =
        Caffeine.newBuilder()
            .maximumWeight(limits.headerCacheBytes())
            .weigher((URI _, CogFile file) -> file.keptBytes())
            // The common pool may have one thread: waiting there for a header that is being
            // fetched, it could not carry the answer.
            .executor(Runnable::run)
            .build(href -> new CogFile(href, opener.apply(href)));
  }

  @Override
  public Raster open(Asset asset) {
    return new CogRaster(files.get(asset.href()), 0, asset.noData(), blocks, limits.windowPixels());
  }

  @Override
  public boolean isAtHand(Asset asset) {
    return files.getIfPresent(asset.href()) != null;
  }
}
