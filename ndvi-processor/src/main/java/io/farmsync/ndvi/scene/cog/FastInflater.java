package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.UnreadableRaster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Adler32;

/**
 * DEFLATE (RFC 1951) in its zlib frame (RFC 1950), for blocks of images: a literal is taken
 * together with the literal or match behind it, and bits eight bytes at a time. Ends when the
 * output is full, so that a block is unpacked no further than it is needed; only a whole stream is
 * held against its checksum. Used once, by one thread.
 */
final class FastInflater {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int LITERAL_BITS = 12;
  private static final int DISTANCE_BITS = 9;
  private static final int LITERAL_MASK = (1 << LITERAL_BITS) - 1;
  private static final int DISTANCE_MASK = (1 << DISTANCE_BITS) - 1;
  private static final int SECOND_LITERALS = (1 << (15 - LITERAL_BITS)) - 1;
  private static final int SECOND_DISTANCES = (1 << (15 - DISTANCE_BITS)) - 1;
  private static final int MOST_LITERALS = 288;
  private static final int MOST_DISTANCES = 32;

  /** Longest match, and what the pairs and whole words of the fast loop may write beyond it. */
  private static final int OUT_MARGIN = 258 + 16;

  /** What one turn of the fast loop may look ahead. */
  private static final int IN_MARGIN = 32;

  private static final int[] LITERAL_SYMBOLS = literalSymbols();
  private static final int[] DISTANCE_SYMBOLS = distanceSymbols();
  private static final int[] LENGTH_SYMBOLS = lengthSymbols();
  private static final int[] LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private final byte[] in;
  private final int end;
  private final byte[] out;
  private final PrefixTable literals = new PrefixTable(LITERAL_BITS, MOST_LITERALS);
  private final PrefixTable distances = new PrefixTable(DISTANCE_BITS, MOST_DISTANCES);

  private final PrefixTable codeLengths = new PrefixTable(7, 19);

  private int next;
  private long bits;
  private int count;
  private int written;

  /** Whether the last code of the block that is read was its end. */
  private boolean ended;

  /** Whether the output ended within a code or a stored block: more follows that is not wanted. */
  private boolean cut;

  private FastInflater(byte[] in, int from, int length, byte[] out) {
    this.in = in;
    this.next = from;
    this.end = from + length;
    this.out = out;
  }

  /**
   * @return bytes written to {@code out}; fewer than its length if the stream, or the part of it
   *     that is given, ends before
   * @throws UnreadableRaster if the stream is damaged
   */
  static int unpack(byte[] in, int from, int length, byte[] out) {
    return new FastInflater(in, from, length, out).run();
  }

  /** The given part of the stream is used up; what is written so far is right. */
  private static final class UsedUp extends RuntimeException {
    UsedUp() {
      super(null, null, false, false);
    }
  }

  private int run() {
    boolean last = false;
    try {
      header();
      while (!last && written < out.length) {
        last = take(1) == 1;
        switch (take(2)) {
          case 0 -> stored();
          case 1 -> {
            fixedCodes();
            block();
          }
          case 2 -> {
            dynamicCodes();
            block();
          }
          default -> throw damaged("block of type 3");
        }
      }
      if (last && !cut) {
        check();
      }
    } catch (UsedUp _) {
      return written;
    }
    return written;
  }

  private void header() {
    int method = take(8);
    int flags = take(8);
    if ((method & 15) != 8 || ((method << 8) | flags) % 31 != 0 || (flags & 32) != 0) {
      throw damaged("no zlib header");
    }
  }

  /** If the stream ends here, so must its checksum. */
  private void check() {
    if (!ended) {
      fill();
      int entry = symbol(literals.entries(), LITERAL_BITS);
      if ((entry & (PrefixTable.END | PrefixTable.LITERAL)) != PrefixTable.END) {
        return; // more follows that is not wanted
      }
    }
    take(count & 7);
    long expected = 0;
    for (int i = 0; i < 4; i++) {
      expected = (expected << 8) | take(8);
    }
    var sum = new Adler32();
    sum.update(out, 0, written);
    if (sum.getValue() != expected) {
      throw damaged("checksum");
    }
  }

  private void stored() {
    take(count & 7);
    int length = take(16);
    if ((length ^ 0xffff) != take(16)) {
      throw damaged("length of a stored block");
    }
    int fromBits = 0;
    while (count > 0 && fromBits < length && written < out.length) {
      out[written++] = (byte) take(8);
      fromBits++;
    }
    int whole = Math.min(Math.min(length - fromBits, out.length - written), end - next);
    System.arraycopy(in, next, out, written, whole);
    next += whole;
    written += whole;
    bits = count == 0 ? 0 : bits;
    ended = fromBits + whole == length;
    cut = !ended;
    if (!ended && written < out.length) {
      throw new UsedUp();
    }
  }

  private void fixedCodes() {
    byte[] lengths = new byte[MOST_LITERALS];
    Arrays.fill(lengths, 0, 144, (byte) 8);
    Arrays.fill(lengths, 144, 256, (byte) 9);
    Arrays.fill(lengths, 256, 280, (byte) 7);
    Arrays.fill(lengths, 280, 288, (byte) 8);
    literals.build(lengths, MOST_LITERALS, LITERAL_SYMBOLS);
    literals.joinLiterals();
    byte[] distanceLengths = new byte[MOST_DISTANCES];
    Arrays.fill(distanceLengths, (byte) 5);
    distances.build(distanceLengths, MOST_DISTANCES, DISTANCE_SYMBOLS);
  }

  private void dynamicCodes() {
    int literalCount = take(5) + 257;
    int distanceCount = take(5) + 1;
    int lengthCount = take(4) + 4;
    if (literalCount > 286 || distanceCount > 30) {
      throw damaged("too many codes");
    }
    byte[] lengths = new byte[MOST_LITERALS + MOST_DISTANCES];
    for (int i = 0; i < lengthCount; i++) {
      lengths[LENGTH_ORDER[i]] = (byte) take(3);
    }
    if (!codeLengths.build(lengths, 19, LENGTH_SYMBOLS)) {
      throw damaged("code of code lengths");
    }
    Arrays.fill(lengths, (byte) 0);
    int total = literalCount + distanceCount;
    for (int i = 0; i < total; ) {
      fill();
      int symbol = symbol(codeLengths.entries(), 7) >>> 13 & 31;
      if (symbol < 16) {
        lengths[i++] = (byte) symbol;
        continue;
      }
      byte repeated = 0;
      if (symbol == 16) {
        if (i == 0) {
          throw damaged("nothing to repeat");
        }
        repeated = lengths[i - 1];
      }
      int times =
          switch (symbol) {
            case 16 -> 3 + take(2);
            case 17 -> 3 + take(3);
            default -> 11 + take(7);
          };
      if (i + times > total) {
        throw damaged("too many code lengths");
      }
      Arrays.fill(lengths, i, i + times, repeated);
      i += times;
    }
    if (lengths[256] == 0) {
      throw damaged("block without end");
    }
    byte[] distanceLengths = Arrays.copyOfRange(lengths, literalCount, total);
    if (!literals.build(lengths, literalCount, LITERAL_SYMBOLS)
        || !distances.build(distanceLengths, distanceCount, DISTANCE_SYMBOLS)) {
      throw damaged("code");
    }
    literals.joinLiterals();
  }

  private void block() {
    ended = fast();
    if (!ended) {
      careful();
    }
  }

  /**
   * Decodes while neither end is near, one entry of literals, a length or both a turn. Without a
   * field in its loop, for speed; the upper bits of {@code count} are left over from entries. The
   * next entry is looked up before bits are filled up again, so that one does not wait for the
   * other: of the 64 bits of a full word, at most 48 are taken before.
   *
   * @return whether the block ended
   */
  private boolean fast() {
    final byte[] in = this.in;
    final byte[] out = this.out;
    final int[] literals = this.literals.entries();
    final int[] distances = this.distances.entries();
    final int lastIn = end - IN_MARGIN;
    final int lastOut = out.length - OUT_MARGIN;
    fill();
    int next = this.next;
    int written = this.written;
    long bits = this.bits;
    int count = this.count;
    boolean ended = false;
    int entry = literals[(int) bits & LITERAL_MASK];
    while (next < lastIn && written < lastOut) {
      bits |= (long) LONGS.get(in, next) << count;
      next += 7 - ((count >>> 3) & 7);
      count |= 56;
      if ((entry & (PrefixTable.LITERAL | PrefixTable.BASE)) == 0) {
        if ((entry & PrefixTable.SECOND) != 0) {
          entry =
              literals[
                  PrefixTable.second(entry) + ((int) (bits >>> LITERAL_BITS) & SECOND_LITERALS)];
        }
        if ((entry & PrefixTable.END) != 0) {
          bits >>>= entry;
          count -= entry;
          ended = true;
          break;
        }
        if (entry == 0) {
          throw damaged("code without meaning");
        }
      }
      SHORTS.set(out, written, (short) (entry >>> 8));
      written += (entry >>> 6) & 3;
      long seen = bits;
      bits >>>= entry;
      count -= entry;
      if (entry < 0) {
        // bits are left for as many literals again, not for a match
        entry = literals[(int) bits & LITERAL_MASK];
        if (entry < 0) {
          SHORTS.set(out, written, (short) (entry >>> 8));
          written += (entry >>> 6) & 3;
          bits >>>= entry;
          count -= entry;
        }
      } else {
        int length = PrefixTable.length(entry, seen);
        entry = distances[(int) bits & DISTANCE_MASK];
        if ((entry & PrefixTable.SECOND) != 0) {
          entry =
              distances[
                  PrefixTable.second(entry) + ((int) (bits >>> DISTANCE_BITS) & SECOND_DISTANCES)];
        }
        if ((entry & PrefixTable.BASE) == 0) {
          throw damaged("distance without meaning");
        }
        int distance = PrefixTable.distance(entry, bits);
        bits >>>= entry;
        count -= entry;
        int from = written - distance;
        if (from < 0) {
          throw damaged("distance before the start");
        }
        int to = written;
        written += length;
        if (distance >= 8) {
          LONGS.set(out, to, (long) LONGS.get(out, from));
          while (to + 8 < written) {
            to += 8;
            from += 8;
            LONGS.set(out, to, (long) LONGS.get(out, from));
          }
        } else {
          while (to < written) {
            out[to++] = out[from++];
          }
        }
      }
      entry = literals[(int) bits & LITERAL_MASK];
    }
    this.next = next;
    this.written = written;
    this.bits = bits;
    this.count = count & 63;
    return ended;
  }

  /** Decodes symbol by symbol to the block's end, the output's or the input's. */
  private void careful() {
    while (written < out.length) {
      fill();
      long seen = bits;
      int entry = symbol(literals.entries(), LITERAL_BITS);
      if ((entry & PrefixTable.END) != 0) {
        ended = true;
        return;
      }
      int ahead = (entry >>> 6) & 3;
      if (ahead > 0) {
        out[written++] = (byte) (entry >>> 8);
      }
      cut = ahead > 1 && written == out.length;
      if (ahead > 1 && !cut) {
        out[written++] = (byte) (entry >>> 16);
      }
      if (entry < 0) {
        continue;
      }
      if ((entry & PrefixTable.BASE) == 0) {
        throw damaged("code without meaning");
      }
      int length = PrefixTable.length(entry, seen);
      fill();
      seen = bits;
      entry = symbol(distances.entries(), DISTANCE_BITS);
      if ((entry & PrefixTable.BASE) == 0) {
        throw damaged("distance without meaning");
      }
      int distance = PrefixTable.distance(entry, seen);
      if (distance > written) {
        throw damaged("distance before the start");
      }
      cut = length > out.length - written;
      int stop = Math.min(out.length, written + length);
      while (written < stop) {
        out[written] = out[written - distance];
        written++;
      }
    }
  }

  /** The entry of the next code, whose bits are then taken. */
  private int symbol(int[] entries, int rootBits) {
    int entry = entries[(int) bits & ((1 << rootBits) - 1)];
    if ((entry & PrefixTable.SECOND) != 0) {
      entry =
          entries[
              PrefixTable.second(entry)
                  + ((int) (bits >>> rootBits) & ((1 << (15 - rootBits)) - 1))];
    }
    if (entry == 0) {
      if (count < 15) {
        throw new UsedUp();
      }
      throw damaged("code without meaning");
    }
    if ((entry & 31) > count) {
      throw new UsedUp();
    }
    bits >>>= entry & 31;
    count -= entry & 31;
    return entry;
  }

  private int take(int wanted) {
    if (count < wanted) {
      fill();
      if (count < wanted) {
        throw new UsedUp();
      }
    }
    int value = (int) bits & ((1 << wanted) - 1);
    bits >>>= wanted;
    count -= wanted;
    return value;
  }

  private void fill() {
    bits &= (1L << count) - 1; // the fast loop leaves the upper bits of words behind
    while (count < 56 && next < end) {
      bits |= (in[next++] & 0xffL) << count;
      count += 8;
    }
  }

  private static int[] literalSymbols() {
    int[] symbols = new int[MOST_LITERALS];
    for (int i = 0; i < 256; i++) {
      symbols[i] = PrefixTable.LITERAL | (i << 8) | (1 << 6);
    }
    symbols[256] = PrefixTable.END;
    int base = 3;
    for (int i = 257; i < 285; i++) {
      int extra = i < 265 ? 0 : (i - 261) / 4;
      symbols[i] = PrefixTable.lengthSymbol(base, extra);
      base += 1 << extra;
    }
    symbols[285] = PrefixTable.lengthSymbol(258, 0);
    return symbols; // 286 and 287 stay 0 and never occur in sound streams
  }

  private static int[] distanceSymbols() {
    int[] symbols = new int[MOST_DISTANCES];
    int base = 1;
    for (int i = 0; i < 30; i++) {
      int extra = i < 4 ? 0 : i / 2 - 1;
      symbols[i] = PrefixTable.distanceSymbol(base, extra);
      base += 1 << extra;
    }
    return symbols;
  }

  private static int[] lengthSymbols() {
    int[] symbols = new int[19];
    for (int i = 0; i < 19; i++) {
      symbols[i] = PrefixTable.distanceSymbol(i, 0);
    }
    return symbols;
  }

  private static UnreadableRaster damaged(String what) {
    return new UnreadableRaster("damaged DEFLATE block: " + what);
  }
}
