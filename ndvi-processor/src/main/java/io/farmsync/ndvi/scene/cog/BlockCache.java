package io.farmsync.ndvi.scene.cog;

import java.net.URI;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Unpacked blocks of all files, bounded in bytes and shared by all fields: neighbours mostly need
 * the same ones. The block that was not needed for the longest time goes first. A cache that keeps
 * what is needed most often, as Caffeine does, would hold the blocks that work has just left and
 * refuse those that it comes to.
 */
final class BlockCache {
  /**
   * @param image 0 is the full one, then the reduced ones in the file's order
   */
  record Key(URI file, int image, int block) {}

  private final Map<Key, Block> blocks = new LinkedHashMap<>(64, 0.75f, true);
  private final long mostBytes;
  private long bytes;

  BlockCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  long mostBytes() {
    return mostBytes;
  }

  /** The block as far down as it was needed so far. */
  synchronized @Nullable Block find(Key key) {
    return blocks.get(key);
  }

  synchronized @Nullable Block remove(Key key) {
    Block known = blocks.remove(key);
    bytes -= known == null ? 0 : known.bytes();
    return known;
  }

  synchronized void keep(Key key, Block block) {
    Block known = blocks.get(key);
    if (known != null && known.rows() >= block.rows()) {
      return;
    }
    bytes += block.bytes() - (known == null ? 0 : known.bytes());
    blocks.put(key, block);
    Iterator<Block> oldest = blocks.values().iterator();
    while (bytes > mostBytes && oldest.hasNext()) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }
}
