package io.farmsync.benchmarks;

import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.ndvi.scene.cog.ByteSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/** A file on this machine, opened for each read as rasterio's are opened for each farm. */
record LocalFile(Path path) implements ByteSource {
  static LocalFile of(URI href) {
    return new LocalFile(Path.of(href));
  }

  @Override
  public byte[] read(long offset, int length) {
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      if (offset < 0 || offset > file.length() - length) {
        throw new UnreadableRaster("file ends at " + file.length());
      }
      byte[] bytes = new byte[length];
      file.seek(offset);
      file.readFully(bytes);
      return bytes;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public int keptBytes() {
    return 0;
  }
}
