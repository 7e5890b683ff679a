package io.farmsync.benchmarks;

import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.ndvi.scene.cog.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file on this machine, opened for each farm as rasterio's are. Its first bytes are kept, as of a
 * file on a server.
 */
final class LocalFile implements ByteSource {
  private static final int HEAD_BYTES = 16 * 1024;

  private final Path path;
  private final byte[] head;

  private LocalFile(Path path) {
    this.path = path;
    this.head = mapped(0, HEAD_BYTES);
  }

  static LocalFile of(URI href) {
    return new LocalFile(Path.of(href));
  }

  @Override
  public byte[] read(long offset, int length) {
    return offset >= 0 && offset <= head.length - length
        ? Arrays.copyOfRange(head, (int) offset, (int) offset + length)
        : mapped(offset, length);
  }

  private byte[] mapped(long offset, int length) {
    try (var file = FileChannel.open(path);
        var mapping = Arena.ofConfined()) { // a stream would copy twice
      if (offset < 0 || offset > file.size() - length) {
        throw new UnreadableRaster("file ends at " + file.size());
      }
      byte[] bytes = new byte[length];
      MemorySegment part = file.map(MapMode.READ_ONLY, offset, length, mapping);
      MemorySegment.copy(part, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
      return bytes;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public int keptBytes() {
    return head.length;
  }
}
