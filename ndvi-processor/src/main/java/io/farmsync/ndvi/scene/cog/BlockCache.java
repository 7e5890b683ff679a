package io.farmsync.ndvi.scene.cog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Unpacked blocks of all files, bounded in bytes and shared by all fields: neighbours mostly need
 * the same ones.
 */
final class BlockCache {
  /**
   * @param image 0 is the full one, then the reduced ones in the file's order
   */
  record Key(URI file, int image, int block) {}

  private final Cache<Key, Block> blocks;

  BlockCache(long mostBytes) {
    blocks =
        Caffeine.newBuilder()
            .maximumWeight(mostBytes)
            .weigher((Key _, Block block) -> block.bytes())
            .executor(Runnable::run) // so that the bound holds when a read returns
            .build();
  }

  /** The block as far down as it was needed so far. */
  @Nullable Block find(Key key) {
    return blocks.getIfPresent(key);
  }

  void keep(Key key, Block block) {
    blocks.asMap().merge(key, block, (old, fresh) -> old.rows() >= fresh.rows() ? old : fresh);
  }
}
