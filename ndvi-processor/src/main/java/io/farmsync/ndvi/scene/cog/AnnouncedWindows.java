package io.farmsync.ndvi.scene.cog;

import io.farmsync.ndvi.scene.Window;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What many windows will need of one image, known before the first is read: how far down each block
 * is worth unpacking, and when its memory is free for another. Safe for use by several threads.
 */
final class AnnouncedWindows {
  private static final int MOST_FREE = 8;

  /** Blocks of one size leave memory that fits the next. */
  private static final double MOST = 0.75;

  private final TiffDirectory directory;
  private final Map<Integer, Expected> byBlock = new HashMap<>();
  private final Deque<byte[]> free = new ArrayDeque<>();

  /** Its monitor is held while the block is unpacked, so that those who come meanwhile wait. */
  private static final class Expected {
    private BlockNeed need;
    private int windows;

    Expected(BlockNeed need) {
      this.need = need;
    }
  }

  /**
   * @param windows on the image
   */
  AnnouncedWindows(List<Window> windows, TiffDirectory directory) {
    this.directory = directory;
    for (Window window : windows) {
      for (BlockNeed need : BlockNeed.of(window, directory)) {
        Expected expected = byBlock.computeIfAbsent(need.block(), _ -> new Expected(need));
        expected.windows++;
        if (need.rows() > expected.need.rows()) {
          expected.need = need;
        }
      }
    }
  }

  /** What only one thread at a time may do about a block. */
  Object turn(BlockNeed need) {
    Expected expected = byBlock.get(need.block());
    return expected == null ? new Object() : expected;
  }

  /** The block as far down as any window needs it; most of a block counts as all of it. */
  BlockNeed furthest(BlockNeed need) {
    Expected expected = byBlock.get(need.block());
    BlockNeed all = need.whole(directory);
    if (expected == null || expected.need.rows() < need.rows()) {
      return need;
    }
    return expected.need.rows() > MOST * all.rows() ? all : expected.need;
  }

  /** Memory that a block left behind, its numbers still in it. */
  synchronized byte @Nullable [] takeFree(int bytes) {
    byte[] taken = free.poll();
    return taken == null || taken.length != bytes ? null : taken;
  }

  /**
   * A window that was announced has been read for the last time.
   *
   * @param kept where the blocks are
   */
  void done(Window window, BlockCache kept, Function<BlockNeed, BlockCache.Key> keys) {
    for (BlockNeed need : BlockNeed.of(window, directory)) {
      Expected expected = byBlock.get(need.block());
      if (expected == null) {
        continue;
      }
      synchronized (expected) {
        if (--expected.windows == 0) {
          Block block = kept.remove(keys.apply(need));
          if (block != null) {
            giveBack(block.memory());
          }
        }
      }
    }
  }

  private synchronized void giveBack(byte[] samples) {
    if (free.size() < MOST_FREE) {
      free.push(samples);
    }
  }
}
