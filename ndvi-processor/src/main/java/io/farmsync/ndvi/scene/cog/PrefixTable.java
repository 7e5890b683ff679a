package io.farmsync.ndvi.scene.cog;

import java.util.Arrays;

/**
 * Looks up DEFLATE's prefix codes (RFC 1951, section 3.2.2) by their next bits. The first look-up
 * takes {@code rootBits}; codes that are longer lead to a second one. An entry is an int:
 *
 * <pre>
 *   0 to 4    bits to take: those of the codes, both look-ups', and the extra bits that follow
 *   6 and 7   how many literals: 0, 1 or 2
 *   8 to 15   the first literal
 *   16 to 23  the second literal
 *   16 to 24  lengths: base
 *   25 to 27  lengths: how many extra bits follow
 *   8 to 12   distances: how many extra bits follow
 *   13 to 27  distances: base
 *   8 to 27   second look-up: where it begins
 *   28        second look-up
 *   29        end of block
 *   30        length or distance
 *   31        literals only
 * </pre>
 *
 * 0 is a code that does not exist. A literal is one entry with the literal or length that follows
 * it where the first look-up shows both: packed images are mostly single literals between short
 * matches, and what is one entry is not guessed wrongly by the processor.
 */
final class PrefixTable {
  static final int LITERAL = 1 << 31;
  static final int BASE = 1 << 30;
  static final int END = 1 << 29;
  static final int SECOND = 1 << 28;

  private static final int MOST_BITS = 15;

  private final int rootBits;
  private final int secondSize;
  private final int[] entries;
  private final int[] counts = new int[MOST_BITS + 1];
  private final int[] nextCodes = new int[MOST_BITS + 1];

  PrefixTable(int rootBits, int mostSymbols) {
    this.rootBits = rootBits;
    this.secondSize = 1 << (MOST_BITS - rootBits);
    this.entries = new int[(1 << rootBits) + mostSymbols * secondSize];
  }

  int[] entries() {
    return entries;
  }

  static int lengthSymbol(int base, int extraBits) {
    return BASE | (extraBits << 25) | (base << 16) | extraBits;
  }

  /**
   * @param bits as they stood before the entry's were taken
   */
  static int length(int entry, long bits) {
    int extra = (entry >>> 25) & 7;
    int base = (entry >>> 16) & 0x1ff;
    return extra == 0 // nearly always, so that a branch costs less than the sum
        ? base
        : base + ((int) (bits >>> ((entry & 31) - extra)) & ((1 << extra) - 1));
  }

  static int distanceSymbol(int base, int extraBits) {
    return BASE | (base << 13) | (extraBits << 8) | extraBits;
  }

  /**
   * @param bits as they stood before the entry's were taken
   */
  static int distance(int entry, long bits) {
    int extra = (entry >>> 8) & 31;
    return ((entry >>> 13) & 0x7fff)
        + ((int) (bits >>> ((entry & 31) - extra)) & ((1 << extra) - 1));
  }

  /** Where in the table the second look-up of an entry with {@link #SECOND} is answered. */
  static int second(int entry) {
    return (entry >>> 8) & 0xfffff;
  }

  /**
   * @param lengths of the symbols' codes in bits, 0 for a symbol without code
   * @param symbols entries without their bit count
   * @return whether the lengths describe a code: a complete one, or at most a single symbol
   */
  boolean build(byte[] lengths, int count, int[] symbols) {
    Arrays.fill(entries, 0, 1 << rootBits, 0);
    Arrays.fill(counts, 0);
    for (int symbol = 0; symbol < count; symbol++) {
      counts[lengths[symbol]]++;
    }
    int used = count - counts[0];
    int code = 0;
    int left = 1;
    counts[0] = 0;
    for (int bits = 1; bits <= MOST_BITS; bits++) {
      code = (code + counts[bits - 1]) << 1;
      nextCodes[bits] = code;
      left = (left << 1) - counts[bits];
      if (left < 0) {
        return false;
      }
    }
    if (left > 0 && (used > 1 || (used == 1 && counts[1] == 0))) {
      return false;
    }
    int free = 1 << rootBits;
    for (int symbol = 0; symbol < count; symbol++) {
      int bits = lengths[symbol];
      if (bits > 0) {
        int reversed = Integer.reverse(nextCodes[bits]++) >>> (32 - bits);
        free = put(reversed, bits, symbols[symbol] + bits, free);
      }
    }
    return true;
  }

  private int put(int reversed, int bits, int entry, int free) {
    if (bits <= rootBits) {
      for (int i = reversed; i < 1 << rootBits; i += 1 << bits) {
        entries[i] = entry;
      }
      return free;
    }
    int root = reversed & ((1 << rootBits) - 1);
    int next = free;
    if (entries[root] == 0) {
      entries[root] = SECOND | (free << 8) | rootBits;
      Arrays.fill(entries, free, free + secondSize, 0);
      next += secondSize;
    }
    int start = second(entries[root]);
    for (int i = reversed >>> rootBits; i < secondSize; i += 1 << (bits - rootBits)) {
      entries[start + i] = entry;
    }
    return next;
  }

  /** Joins a literal with what follows it, wherever the first look-up shows both. */
  void joinLiterals() {
    // From the end: an entry is read as the second one, shifted down, before it is joined itself.
    for (int i = (1 << rootBits) - 1; i >= 0; i--) {
      int first = entries[i];
      if (first >= 0) {
        continue;
      }
      int bits = first & 31;
      int second = entries[i >>> bits];
      int both = bits + (second & 31);
      int extra = (second & BASE) == 0 ? 0 : (second >>> 25) & 7;
      if (both - extra > rootBits) {
        continue;
      }
      if (second < 0) {
        entries[i] = LITERAL | (((second >>> 8) & 0xff) << 16) | (first & 0xff00) | (2 << 6) | both;
      } else if ((second & BASE) != 0) {
        entries[i] = (second & ~31) | (first & 0xff00) | (1 << 6) | both;
      }
    }
  }
}
