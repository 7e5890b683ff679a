package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.Raster.BlockSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * The order in which the fields of one scene cost least: block by block, so that a block is
 * unpacked once and forgotten, and in a block from the southernmost field up, so that it is
 * unpacked as far as any of them needs at once.
 */
final class BlockOrder {
  private record Place(int field, long block, double lastRow) {}

  private BlockOrder() {}

  /**
   * @param fields WGS 84, longitude as x
   * @return numbers of fields, in one list for each block, northern blocks first
   */
  static List<List<Integer>> of(
      List<Geometry> fields, Grid grid, BlockSize blocks, Projection projection) {
    var mover = projection.fromWgs84(grid.epsg());
    Map<Long, List<Place>> byBlock = new TreeMap<>();
    for (int field = 0; field < fields.size(); field++) {
      Envelope box = fields.get(field).getEnvelopeInternal();
      mover.move(box.centre().x, box.getMinY());
      double lastRow = grid.row(mover.y());
      long row = (long) Math.floor(lastRow / blocks.height());
      long column = (long) Math.floor(grid.column(mover.x()) / blocks.width());
      long block = (row << 32) + column;
      byBlock.computeIfAbsent(block, _ -> new ArrayList<>()).add(new Place(field, block, lastRow));
    }
    return byBlock.values().stream()
        .map(places ->
            places.stream()
                .sorted(Comparator.comparingDouble(Place::lastRow).reversed())
                .map(Place::field)
                .toList())
        .toList();
  }
}
