package io.farmsync.ndvi.zonal;

import java.util.List;

/**
 * The colours of an index, from its lowest value to its highest, in equal steps with straight
 * passages between them.
 *
 * @param stops at least two, as 0xRRGGBB
 */
public record Palette(List<Integer> stops) {
  /** Bare to dense growth. */
  public static final Palette RED_YELLOW_GREEN = new Palette(List.of(0xd73027, 0xffffbf, 0x1a9850));

  /** Dry to wet. */
  public static final Palette BROWN_WHITE_TEAL = new Palette(List.of(0x8c510a, 0xf5f5f5, 0x01665e));

  public Palette {
    stops = List.copyOf(stops);
    if (stops.size() < 2) {
      throw new IllegalArgumentException("stops: " + stops + " (expected: at least two)");
    }
  }

  /**
   * @param colours how many, at least 2
   * @return that many triples of red, green and blue
   */
  public byte[] triples(int colours) {
    byte[] triples = new byte[3 * colours];
    for (int i = 0; i < colours; i++) {
      double place = (double) i / (colours - 1) * (stops.size() - 1);
      int left = Math.min((int) place, stops.size() - 2);
      for (int channel = 0; channel < 3; channel++) {
        int shift = 16 - 8 * channel;
        int from = (stops.get(left) >> shift) & 0xff;
        int to = (stops.get(left + 1) >> shift) & 0xff;
        triples[3 * i + channel] = (byte) Math.round(from + (place - left) * (to - from));
      }
    }
    return triples;
  }
}
