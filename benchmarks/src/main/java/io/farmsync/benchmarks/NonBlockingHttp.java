package io.farmsync.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One kept-alive HTTP/1.1 connection of a load; looks into an answer only as far as it must. */
final class NonBlockingHttp {

  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private ByteBuffer in = ByteBuffer.allocate(64 * 1024);
  private long since;
  private int bodyStart;
  private int length;
  private int status;
  private boolean last;

  NonBlockingHttp(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Sends a request; the answer of the one before has been received.
   *
   * @param due what {@link #since} will tell
   */
  void send(byte[] request, long due) throws IOException {
    since = due;
    in.clear();
    bodyStart = 0;
    var out = ByteBuffer.wrap(request);
    while (out.hasRemaining()) { // far smaller than the socket's buffer: once is enough
      channel.write(out);
    }
  }

  long since() {
    return since;
  }

  int status() {
    return status;
  }

  /** True if the service closes the connection behind this answer. */
  boolean isLast() {
    return last;
  }

  String body() {
    return new String(in.array(), bodyStart, length, StandardCharsets.UTF_8);
  }

  /** Takes what has come; true once the answer is whole. */
  boolean receive() throws IOException {
    if (!in.hasRemaining()) {
      in = ByteBuffer.wrap(Arrays.copyOf(in.array(), in.capacity() * 2)).position(in.capacity());
    }
    if (channel.read(in) < 0) {
      throw new EOFException("the service closed the connection");
    }
    if (bodyStart == 0) {
      int end = indexOf(END_OF_HEAD, 0);
      if (end < 0) {
        return false;
      }
      bodyStart = end + END_OF_HEAD.length;
      parse(new String(in.array(), 0, end, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT));
    }
    return length >= 0
        ? in.position() >= bodyStart + length
        : in.position() >= bodyStart + LAST_CHUNK.length
            && indexOf(LAST_CHUNK, in.position() - LAST_CHUNK.length) >= 0;
  }

  private void parse(String head) {
    status = Integer.parseInt(head, 9, 12, 10);
    last = head.contains("\r\nconnection: close");
    int at = head.indexOf("\r\ncontent-length:");
    if (at >= 0) {
      int end = head.indexOf("\r\n", at + 2);
      length = Integer.parseInt(head.substring(at + 17, end < 0 ? head.length() : end).strip());
    } else {
      length = status == 304 ? 0 : -1; // chunks
    }
  }

  private int indexOf(byte[] wanted, int from) {
    for (int at = from; at <= in.position() - wanted.length; at++) {
      if (Arrays.equals(in.array(), at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }

  void close() throws IOException {
    channel.close();
  }
}
