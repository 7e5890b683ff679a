package io.farmsync.ndvi.zonal;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which scene classes are left out of the statistics. Pixels without data never count, whatever the
 * mask.
 */
public final class PixelMask {
  /**
   * Contract 13.1: no data, saturated, dark, shadow, clouds, cirrus and snow are left out; water
   * stays.
   */
  public static final PixelMask DEFAULT = without(List.of(0, 1, 2, 3, 8, 9, 10, 11));

  private final boolean[] out = new boolean[SceneClass.CODES];

  private PixelMask() {}

  /**
   * @param codes scene classification codes, 0 to 11
   */
  public static PixelMask without(Collection<Integer> codes) {
    var mask = new PixelMask();
    for (int code : codes) {
      if (code < 0 || code >= SceneClass.CODES) {
        throw new IllegalArgumentException(
            "scene class: " + code + " (expected: 0 to " + (SceneClass.CODES - 1) + ")");
      }
      mask.out[code] = true;
    }
    return mask;
  }

  /** A code that no class has is left out, as no data is. */
  public boolean leavesOut(int code) {
    return out[SceneClass.known(code)];
  }

  /** The codes left out, ascending. */
  public List<Integer> codes() {
    return IntStream.range(0, SceneClass.CODES).filter(code -> out[code]).boxed().toList();
  }
}
