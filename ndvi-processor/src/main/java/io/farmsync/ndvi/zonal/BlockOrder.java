package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Raster.BlockSize;
import io.farmsync.ndvi.scene.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order in which the fields of one scene cost least: block by block, row after row of blocks,
 * so that a block is needed for as short as possible.
 */
final class BlockOrder {
  private BlockOrder() {}

  /**
   * @param windows of the fields, on the grid of the blocks
   * @return numbers of fields, in one list for each block, northern blocks first; a field counts to
   *     the block of its last row and column
   */
  static List<List<Integer>> of(List<Window> windows, BlockSize blocks) {
    Map<Long, List<Integer>> byBlock = new TreeMap<>();
    for (int field = 0; field < windows.size(); field++) {
      Window window = windows.get(field);
      long row = Math.floorDiv(window.endRow() - 1, blocks.height());
      int column = Math.floorDiv(window.endColumn() - 1, blocks.width());
      byBlock.computeIfAbsent((row << 32) + column, _ -> new ArrayList<>()).add(field);
    }
    return List.copyOf(byBlock.values());
  }
}
