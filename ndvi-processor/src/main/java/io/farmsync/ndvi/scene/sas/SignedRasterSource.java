package io.farmsync.ndvi.scene.sas;

import io.farmsync.ndvi.scene.Asset;
import io.farmsync.ndvi.scene.Raster;
import io.farmsync.ndvi.scene.RasterSource;
import java.net.URI;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Opens files that want a signature by signed links, and others as they are. A link that has a
 * query already is taken to be signed.
 */
public final class SignedRasterSource implements RasterSource {
  private final RasterSource files;
  private final SasTokens tokens;
  private final Predicate<URI> wantsSignature;

  public SignedRasterSource(RasterSource files, SasTokens tokens, Predicate<URI> wantsSignature) {
    this.files = files;
    this.tokens = tokens;
    this.wantsSignature = wantsSignature;
  }

  @Override
  public Raster open(Asset asset) {
    return files.open(wants(asset) ? signed(asset, tokens.of(asset.href())) : asset);
  }

  @Override
  public boolean isAtHand(Asset asset) {
    if (!wants(asset)) {
      return files.isAtHand(asset);
    }
    Optional<String> token = tokens.atHand(asset.href());
    return token.isPresent() && files.isAtHand(signed(asset, token.get()));
  }

  private boolean wants(Asset asset) {
    return asset.href().getRawQuery() == null && wantsSignature.test(asset.href());
  }

  private static Asset signed(Asset asset, String token) {
    return new Asset(
        URI.create(asset.href() + "?" + token), asset.noData(), asset.scale(), asset.offset());
  }
}
