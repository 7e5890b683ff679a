package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.UnreadableRaster;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An opened file and the directories of its images. Statistics need the full image only, so the
 * directories of the reduced ones are read when a picture first asks for them; in a cloud-optimized
 * file they lie in the bytes that are here already.
 */
final class CogFile {
  private final URI href;
  private final ByteSource bytes;
  private final TiffDirectory full;
  private volatile @Nullable List<TiffDirectory> images;

  CogFile(URI href, ByteSource bytes) {
    this.href = href;
    this.bytes = bytes;
    this.full = parsed(() -> TiffParser.first(bytes));
  }

  URI href() {
    return href;
  }

  ByteSource bytes() {
    return bytes;
  }

  TiffDirectory full() {
    return full;
  }

  /** The full image, then the reduced ones, finest first. */
  List<TiffDirectory> images() {
    List<TiffDirectory> known = images;
    if (known == null) { // two threads that come at once read the same
      known = parsed(() -> TiffParser.images(bytes));
      images = known;
    }
    return known;
  }

  /** Reduced images have a third of the blocks of the full one. */
  int keptBytes() {
    return bytes.keptBytes() + full.listBytes() * 4 / 3 + 2048;
  }

  private static <T> T parsed(java.util.function.Supplier<T> parser) {
    try {
      return parser.get();
    } catch (ArithmeticException | IndexOutOfBoundsException damaged) {
      throw new UnreadableRaster("damaged TIFF header", damaged);
    }
  }
}
