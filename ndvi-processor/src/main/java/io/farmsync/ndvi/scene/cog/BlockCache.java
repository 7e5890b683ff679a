package io.farmsync.ndvi.scene.cog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.util.Optional;

/**
 * Unpacked blocks of all files, bounded in bytes and shared by all fields: neighbours mostly need
 * the same ones.
 */
final class BlockCache {
  private record Key(URI file, int block) {}

  private final Cache<Key, Block> blocks;

  BlockCache(long mostBytes) {
    blocks =
        Caffeine.newBuilder()
            .maximumWeight(mostBytes)
            .weigher((Key _, Block block) -> block.bytes())
            .recordStats()
            .build();
  }

  /** The block, if it is known down to the row that is needed. */
  Optional<Block> find(URI file, int block, int rows) {
    return Optional.ofNullable(blocks.getIfPresent(new Key(file, block)))
        .filter(found -> found.rows() >= rows);
  }

  void keep(URI file, int index, Block block) {
    blocks
        .asMap()
        .merge(
            new Key(file, index), block, (old, fresh) -> old.rows() >= fresh.rows() ? old : fresh);
  }
}
