package io.farmsync.query.live;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader has come in every partition of the topics that changes come from: the offset of
 * the next record. It means the same on every instance and after a restart.
 */
public final class Position {

  private static final int FORMAT = 1;
  private static final int MAX_TEXT = 2000;
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;

  private final long[] offsets;

  private Position(long[] offsets) {
    this.offsets = offsets;
  }

  public static Position of(long[] offsets) {
    return new Position(offsets.clone());
  }

  /** The position after one more record. */
  public Position after(int partition, long offset) {
    long[] next = offsets.clone();
    next[partition] = offset + 1;
    return new Position(next);
  }

  /** The further one in each partition. */
  public Position max(Position other) {
    long[] furthest = offsets.clone();
    Arrays.setAll(furthest, i -> Math.max(furthest[i], other.offsets[i]));
    return new Position(furthest);
  }

  public long offset(int partition) {
    return offsets[partition];
  }

  public int partitions() {
    return offsets.length;
  }

  /** URL-safe text; a few characters a partition. */
  public String text() {
    var bytes = ByteBuffer.allocate(2 + offsets.length * 10);
    bytes.put((byte) FORMAT).put((byte) offsets.length);
    for (long offset : offsets) {
      long rest = offset;
      for (; rest > SEVEN_BITS; rest >>>= 7) {
        bytes.put((byte) ((rest & SEVEN_BITS) | MORE));
      }
      bytes.put((byte) rest);
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(bytes.array(), bytes.position()));
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException if it is none of so many partitions
   */
  public static Position parse(String text, int partitions) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException("longer than " + MAX_TEXT + " characters");
    }
    var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    try {
      if (bytes.get() != FORMAT || bytes.get() != partitions) {
        throw new IllegalArgumentException("not a position of these topics");
      }
      long[] offsets = new long[partitions];
      for (int i = 0; i < partitions; i++) {
        offsets[i] = number(bytes);
      }
      if (bytes.hasRemaining()) {
        throw new IllegalArgumentException("too long for a position of these topics");
      }
      return new Position(offsets);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("too short for a position of these topics", e);
    }
  }

  private static long number(ByteBuffer bytes) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
      byte next = bytes.get();
      number |= (long) (next & SEVEN_BITS) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number in it is too large");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Position position && Arrays.equals(offsets, position.offsets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(offsets);
  }

  @Override
  public String toString() {
    return text();
  }
}
