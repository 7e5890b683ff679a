package io.farmsync.ndvi.scene.cog;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.farmsync.ndvi.scene.Asset;
import io.farmsync.ndvi.scene.Raster;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.platform.upstream.Upstream;
import java.net.URI;

/**
 * Opens cloud-optimized GeoTIFFs over HTTP. Headers and unpacked blocks are kept within bounds and
 * shared; two callers that open the same file at once fetch its header once.
 */
public final class CogRasterSource implements RasterSource {
  private record Opened(HttpFile file, TiffDirectory directory) {
    int keptBytes() {
      return file.keptBytes() + directory.listBytes() + 1024;
    }
  }

  private final LoadingCache<URI, Opened> headers;
  private final BlockCache blocks;
  private final CogLimits limits;

  public CogRasterSource(Upstream upstream, CogLimits limits) {
    this.limits = limits;
    this.blocks = new BlockCache(limits.blockCacheBytes());
    this.headers =
        Caffeine.newBuilder()
            .maximumWeight(limits.headerCacheBytes())
            .weigher((URI _, Opened opened) -> opened.keptBytes())
            .build(href -> open(upstream, href));
  }

  @Override
  public Raster open(Asset asset) {
    Opened opened = headers.get(asset.href());
    return new CogRaster(
        asset.href(), opened.file, opened.directory, asset.noData(), blocks, limits.windowPixels());
  }

  private Opened open(Upstream upstream, URI href) {
    var file = new HttpFile(upstream, href, limits.wholeFileBytes());
    try {
      return new Opened(file, TiffParser.parse(file));
    } catch (ArithmeticException | IndexOutOfBoundsException damaged) {
      throw new UnreadableRaster("damaged TIFF header", damaged);
    }
  }
}
