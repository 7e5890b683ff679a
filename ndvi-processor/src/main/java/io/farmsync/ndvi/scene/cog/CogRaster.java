package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.Pixels;
import io.farmsync.ndvi.scene.Raster;
import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.ndvi.scene.Window;
import io.farmsync.platform.upstream.AtOnce;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * An opened cloud-optimized GeoTIFF. A window costs one request per run of neighbouring blocks, all
 * at once.
 */
final class CogRaster implements Raster {
  /**
   * Blocks that are this close in the file are fetched in one request: cheaper than another round
   * trip.
   */
  private static final int WORTH_SKIPPING = 32 * 1024;

  private static final int RUNS_AT_ONCE = 8;
  private static final int MOST_RUN_BYTES = 8 * 1024 * 1024;

  private final URI href;
  private final ByteSource file;
  private final TiffDirectory directory;
  private final float noData;
  private final BlockCache cache;
  private final long mostPixels;

  CogRaster(
      URI href,
      ByteSource file,
      TiffDirectory directory,
      double noData,
      BlockCache cache,
      long mostPixels) {
    this.href = href;
    this.file = file;
    this.directory = directory;
    this.noData = (float) directory.noData().orElse(noData);
    this.cache = cache;
    this.mostPixels = mostPixels;
  }

  private record Need(int block, int column, int row, int rows) {}

  @Override
  public Grid grid() {
    return directory.grid();
  }

  @Override
  public Pixels read(Window wanted) {
    Window window = wanted.intersection(grid().bounds());
    if (window.pixels() > mostPixels) {
      throw new UnreadableRaster(
          "a window of %d x %d pixels is asked for (expected: at most %d pixels)"
              .formatted(window.width(), window.height(), mostPixels));
    }
    float[] values = new float[(int) window.pixels()];
    Arrays.fill(values, Float.NaN);
    if (!window.isEmpty()) {
      List<Need> needs = needs(window);
      Map<Integer, Block> blocks = blocks(needs);
      for (Need need : needs) {
        Block block = blocks.get(need.block);
        if (block != null) {
          copy(block, need, window, values);
        }
      }
    }
    return new Pixels(grid(), window, values);
  }

  private List<Need> needs(Window window) {
    var needs = new ArrayList<Need>();
    int height = directory.blockHeight();
    for (int row = window.row() / height; row <= (window.endRow() - 1) / height; row++) {
      int rows = Math.min(window.endRow() - row * height, directory.rowsIn(row));
      for (int column = window.column() / directory.blockWidth();
          column <= (window.endColumn() - 1) / directory.blockWidth();
          column++) {
        int block = row * directory.blocksAcross() + column;
        if (!directory.isSparse(block)) {
          needs.add(new Need(block, column, row, rows));
        }
      }
    }
    return needs;
  }

  private Map<Integer, Block> blocks(List<Need> needs) {
    var blocks = new HashMap<Integer, Block>();
    var missing = new ArrayList<Need>();
    for (Need need : needs) {
      Optional<Block> known = cache.find(href, need.block, need.rows);
      known.ifPresentOrElse(block -> blocks.put(need.block, block), () -> missing.add(need));
    }
    var tasks = new ArrayList<Callable<Map<Integer, Block>>>();
    runs(missing).forEach(run -> tasks.add(() -> fetch(run)));
    AtOnce.run(tasks, RUNS_AT_ONCE).forEach(blocks::putAll);
    return blocks;
  }

  /**
   * Cuts the missing blocks, in file order, where the file has a gap or the request would grow too
   * large.
   */
  private List<List<Need>> runs(List<Need> missing) {
    var sorted = new ArrayList<>(missing);
    sorted.sort(Comparator.comparingLong(need -> directory.blockOffsets()[need.block]));
    var runs = new ArrayList<List<Need>>();
    long start = 0;
    long end = 0;
    for (Need need : sorted) {
      long offset = directory.blockOffsets()[need.block];
      long bytes = packedBytes(need.block);
      boolean near = offset - end <= WORTH_SKIPPING && offset + bytes - start <= MOST_RUN_BYTES;
      if (runs.isEmpty() || !near) {
        runs.add(new ArrayList<>());
        start = offset;
        end = offset;
      }
      runs.getLast().add(need);
      end = Math.max(end, offset + bytes);
    }
    return runs;
  }

  private Map<Integer, Block> fetch(List<Need> run) {
    long start = directory.blockOffsets()[run.getFirst().block];
    long end = start;
    for (Need need : run) {
      end = Math.max(end, directory.blockOffsets()[need.block] + packedBytes(need.block));
    }
    byte[] bytes = file.read(start, Math.toIntExact(end - start));
    var blocks = new HashMap<Integer, Block>();
    for (Need need : run) {
      int from = (int) (directory.blockOffsets()[need.block] - start);
      byte[] packed = Arrays.copyOfRange(bytes, from, from + packedBytes(need.block));
      Block block = Block.unpack(packed, directory, need.rows);
      cache.keep(href, need.block, block);
      blocks.put(need.block, block);
    }
    return blocks;
  }

  /** A block cannot be packed to much more than it holds; a file that says so is damaged. */
  private int packedBytes(int block) {
    long bytes = directory.blockBytes()[block];
    long offset = directory.blockOffsets()[block];
    long most = 2L * directory.blockHeight() * directory.rowBytes() + 1024;
    if (offset <= 0 || bytes <= 0 || bytes > most) {
      throw new UnreadableRaster(
          "block %d of %d bytes at %d (expected: 1 to %d bytes at a positive offset)"
              .formatted(block, bytes, offset, most));
    }
    return (int) bytes;
  }

  private void copy(Block block, Need need, Window window, float[] values) {
    SampleType type = directory.type();
    int blockTop = need.row * directory.blockHeight();
    int blockLeft = need.column * directory.blockWidth();
    int left = Math.max(window.column(), blockLeft);
    int right = Math.min(window.endColumn(), blockLeft + directory.blockWidth());
    int bottom = Math.min(window.endRow(), blockTop + need.rows);
    for (int row = Math.max(window.row(), blockTop); row < bottom; row++) {
      int from = (row - blockTop) * directory.rowBytes() + (left - blockLeft) * type.bytes();
      int to = (row - window.row()) * window.width() + left - window.column();
      for (int column = left; column < right; column++) {
        float value = type.get(block.samples(), from, block.order());
        values[to++] = value == noData ? Float.NaN : value;
        from += type.bytes();
      }
    }
  }
}
