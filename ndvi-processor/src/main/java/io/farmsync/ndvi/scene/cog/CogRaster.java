package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.Pixels;
import io.farmsync.ndvi.scene.Raster;
import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.ndvi.scene.Window;
import io.farmsync.platform.upstream.AtOnce;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One image of an opened cloud-optimized GeoTIFF. A window costs one request per run of
 * neighbouring blocks, all at once, and of a block only the bytes down to the last needed row.
 */
final class CogRaster implements Raster {
  private static final int RUNS_AT_ONCE = 8;

  private final CogFile file;
  private final int image;
  private final TiffDirectory directory;
  private final double assetNoData;
  private final float noData;
  private final BlockCache cache;
  private final long mostPixels;
  private final @Nullable AnnouncedWindows announced;

  /**
   * @param image 0 is the full one
   * @param noData what the catalogue says; the file's own word goes first
   * @param mostPixels bound on a window
   */
  CogRaster(CogFile file, int image, double noData, BlockCache cache, long mostPixels) {
    this(file, image, noData, cache, mostPixels, null);
  }

  private CogRaster(
      CogFile file,
      int image,
      double noData,
      BlockCache cache,
      long mostPixels,
      @Nullable AnnouncedWindows announced) {
    this.file = file;
    this.image = image;
    this.directory = image == 0 ? file.full() : file.images().get(image);
    this.assetNoData = noData;
    this.noData = (float) directory.noData().orElse(file.full().noData().orElse(noData));
    this.cache = cache;
    this.mostPixels = mostPixels;
    this.announced = announced;
  }

  @Override
  public Raster forWindows(List<Window> windows) {
    List<Window> inside =
        windows.stream().map(window -> window.intersection(grid().bounds())).toList();
    return new CogRaster(
        file,
        image,
        assetNoData,
        new BlockCache(cache.mostBytes()), // a cache that others fill forgets what is needed again
        mostPixels,
        new AnnouncedWindows(inside, directory));
  }

  @Override
  public void done(Window window) {
    if (announced != null) {
      announced.done(window.intersection(grid().bounds()), cache, this::key);
    }
  }

  @Override
  public Grid grid() {
    return directory.grid();
  }

  @Override
  public BlockSize blocks() {
    return new BlockSize(directory.blockWidth(), directory.blockHeight());
  }

  @Override
  public Raster reducedTo(double pixelWidth) {
    if (pixelWidth < 2 * grid().pixelWidth()) {
      return this; // no overview is of use, so none is asked for
    }
    int coarsest = image;
    List<TiffDirectory> images = file.images();
    for (int i = image + 1; i < images.size(); i++) {
      if (images.get(i).grid().pixelWidth() <= pixelWidth) {
        coarsest = i;
      }
    }
    return coarsest == image ? this : new CogRaster(file, coarsest, assetNoData, cache, mostPixels);
  }

  @Override
  public boolean isAtHand(Window wanted) {
    Window window = wanted.intersection(grid().bounds());
    for (BlockNeed need : BlockNeed.of(window, directory)) {
      Block block = cache.find(key(need));
      if (block == null || block.rows() < need.rows()) {
        return false;
      }
    }
    return true;
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
    List<BlockNeed> needs = BlockNeed.of(window, directory);
    if (!covers(needs, window)) {
      Arrays.fill(values, Float.NaN);
    }
    Block[] blocks = blocks(needs);
    for (int i = 0; i < blocks.length; i++) {
      copy(blocks[i], needs.get(i), window, values);
    }
    return new Pixels(grid(), window, values);
  }

  /** Whether no block of the window is left out of the file. */
  private boolean covers(List<BlockNeed> needs, Window window) {
    return needs.size() == BlockNeed.count(window, directory);
  }

  private BlockCache.Key key(BlockNeed need) {
    return new BlockCache.Key(file.href(), image, need.block());
  }

  /** The needed blocks, in the order of the needs. */
  private Block[] blocks(List<BlockNeed> needs) {
    return announced == null ? fetched(needs) : inTurn(needs, announced);
  }

  /** One by one, so that of several threads only the first one unpacks a block. */
  private Block[] inTurn(List<BlockNeed> needs, AnnouncedWindows announced) {
    var blocks = new Block[needs.size()];
    for (int i = 0; i < blocks.length; i++) {
      BlockNeed need = needs.get(i);
      synchronized (announced.turn(need)) {
        Block known = cache.find(key(need));
        boolean enough = known != null && known.rows() >= need.rows();
        blocks[i] = enough ? known : fetched(List.of(announced.furthest(need)))[0];
      }
    }
    return blocks;
  }

  private Block[] fetched(List<BlockNeed> needs) {
    var blocks = new Block[needs.size()];
    var missing = new ArrayList<BlockNeed>();
    for (int i = 0; i < blocks.length; i++) {
      BlockNeed need = needs.get(i);
      Block known = cache.find(key(need));
      if (known != null && known.rows() >= need.rows()) {
        blocks[i] = known;
      } else if (known != null
          && announced == null) { // known: asked for again and again, so for good
        missing.add(need.whole(directory));
      } else {
        missing.add(need);
      }
    }
    if (missing.isEmpty()) {
      return blocks;
    }
    var tasks = new ArrayList<Callable<Map<Integer, Block>>>();
    for (List<BlockNeed> run : BlockNeed.runs(missing, directory)) {
      tasks.add(() -> fetch(run));
    }
    var fetched = new HashMap<Integer, Block>();
    AtOnce.run(tasks, RUNS_AT_ONCE).forEach(fetched::putAll);
    for (int i = 0; i < blocks.length; i++) {
      if (blocks[i] == null) {
        blocks[i] = Objects.requireNonNull(fetched.get(needs.get(i).block()));
      }
    }
    return blocks;
  }

  private Map<Integer, Block> fetch(List<BlockNeed> run) {
    long start = directory.blockOffsets()[run.getFirst().block()];
    long end = start;
    for (BlockNeed need : run) {
      end = Math.max(end, need.offset(directory) + need.bytes(directory));
    }
    byte[] bytes = file.bytes().read(start, Math.toIntExact(end - start));
    var fetched = new HashMap<Integer, Block>();
    for (BlockNeed need : run) {
      int from = (int) (need.offset(directory) - start);
      int length = need.bytes(directory);
      byte[] memory = memory(need.rows() * directory.rowBytes());
      Block block = Block.unpack(bytes, from, length, directory, need.rows(), memory);
      if (block == null) {
        block = unpackWhole(need, Arrays.copyOfRange(bytes, from, from + length));
      }
      cache.keep(key(need), block);
      fetched.put(need.block(), block);
    }
    return fetched;
  }

  private byte[] memory(int bytes) {
    byte[] free = announced == null ? null : announced.takeFree(bytes);
    return free == null ? new byte[bytes] : free;
  }

  /** For a block whose upper rows pack worse than the rest: the estimate of bytes was too low. */
  private Block unpackWhole(BlockNeed need, byte[] beginning) {
    int all = BlockNeed.packedBytes(need.block(), directory);
    int known = beginning.length;
    byte[] bytes = Arrays.copyOf(beginning, all);
    byte[] rest = file.bytes().read(need.offset(directory) + known, all - known);
    System.arraycopy(rest, 0, bytes, known, rest.length);
    Block block = Block.unpack(bytes, 0, all, directory, need.rows());
    if (block == null) {
      throw new UnreadableRaster(
          "%s block %d of %d bytes holds less than %d rows of %d bytes"
              .formatted(
                  directory.compression(), need.block(), all, need.rows(), directory.rowBytes()));
    }
    return block;
  }

  private void copy(Block block, BlockNeed need, Window window, float[] values) {
    SampleType type = directory.type();
    int blockTop = need.row() * directory.blockHeight();
    int blockLeft = need.column() * directory.blockWidth();
    int left = Math.max(window.column(), blockLeft);
    int right = Math.min(window.endColumn(), blockLeft + directory.blockWidth());
    int bottom = Math.min(window.endRow(), blockTop + directory.rowsIn(need.row()));
    int top = Math.max(window.row(), blockTop);
    byte[] samples = block.samples(top - blockTop, bottom - blockTop);
    ByteOrder order = directory.predictor().orderAfter(directory.order());
    for (int row = top; row < bottom; row++) {
      int from = (row - blockTop) * directory.rowBytes() + (left - blockLeft) * type.bytes();
      int to = (row - window.row()) * window.width() + left - window.column();
      type.copy(samples, from, order, values, to, right - left);
      for (int i = to; i < to + right - left; i++) {
        if (values[i] == noData) {
          values[i] = Float.NaN;
        }
      }
    }
  }
}
