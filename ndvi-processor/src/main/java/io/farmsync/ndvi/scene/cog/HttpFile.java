package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.platform.upstream.Answer;
import io.farmsync.platform.upstream.Ask;
import io.farmsync.platform.upstream.Upstream;
import java.net.URI;
import java.util.Arrays;

/**
 * A file on an HTTP server. The first bytes are fetched once and kept, since a cloud-optimized file
 * has its header there. A server that ignores the range and sends the whole file is served from
 * that copy, if it is within bounds.
 */
final class HttpFile implements ByteSource {
  /** Header of a full Sentinel-2 tile with overviews: about 4 kB. */
  static final int HEAD_BYTES = 16 * 1024;

  private final Upstream upstream;
  private final URI href;
  private final int mostWholeBytes;
  private final byte[] head;

  /** The file's length, as far as the server tells it. */
  private final long end;

  HttpFile(Upstream upstream, URI href, int mostWholeBytes) {
    this.upstream = upstream;
    this.href = href;
    this.mostWholeBytes = mostWholeBytes;
    Answer answer = upstream.ask(Ask.range(href, 0, HEAD_BYTES, mostWholeBytes));
    this.head = answer.body();
    boolean headIsWhole = answer.isWhole() || head.length < HEAD_BYTES;
    this.end = headIsWhole ? head.length : answer.fileLength().orElse(Long.MAX_VALUE);
  }

  @Override
  public int keptBytes() {
    return head.length;
  }

  @Override
  public byte[] read(long offset, int length) {
    if (length == 0) {
      return new byte[0];
    }
    if (offset >= 0 && offset <= head.length - length) {
      return Arrays.copyOfRange(head, (int) offset, (int) offset + length);
    }
    if (offset < 0 || offset > end - length) {
      throw cutOff(offset, length, end);
    }
    Answer answer = upstream.ask(Ask.range(href, offset, length, mostWholeBytes));
    byte[] body = answer.body();
    if (answer.isWhole()) { // the server changed its mind about ranges
      if (offset > body.length - length) {
        throw cutOff(offset, length, body.length);
      }
      return Arrays.copyOfRange(body, (int) offset, (int) offset + length);
    }
    if (body.length != length) {
      throw cutOff(offset, length, offset + body.length);
    }
    return body;
  }

  private static UnreadableRaster cutOff(long offset, int length, long end) {
    return new UnreadableRaster(
        "file is cut off: bytes %d to %d are needed, it ends at %d"
            .formatted(offset, offset + length, end));
  }
}
