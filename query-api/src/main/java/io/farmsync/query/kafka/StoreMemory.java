package io.farmsync.query.kafka;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One bound for the memory of all stores. Without it each store of each partition, dozens of them,
 * takes its own 50 MB cache and three 16 MB write buffers. Kafka Streams makes the instances, so
 * the shared part travels in the configuration.
 */
public final class StoreMemory implements RocksDBConfigSetter {

  static final String SHARED = "query.views.shared-memory";

  private static final long WRITE_BUFFER_BYTES = 2L << 20;

  /** Native memory for blocks and write buffers together. */
  static final class Shared implements AutoCloseable {

    private final Cache cache;
    private final WriteBufferManager writeBuffers;

    Shared(long bytes) {
      RocksDB.loadLibrary();
      cache = new LRUCache(bytes);
      writeBuffers = new WriteBufferManager(bytes / 2, cache);
    }

    /** Call when all stores are closed. */
    @Override
    public void close() {
      writeBuffers.close();
      cache.close();
    }
  }

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    if (!(configs.get(SHARED) instanceof Shared shared)) {
      throw new IllegalStateException(SHARED + " is missing in the configuration of the views");
    }
    if (!(options.tableFormatConfig() instanceof BlockBasedTableConfig table)) {
      throw new IllegalStateException("store " + store + " has no block based tables");
    }
    table.setBlockCache(shared.cache);
    table.setCacheIndexAndFilterBlocks(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(shared.writeBuffers);
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(2);
  }

  @Override
  public void close(String store, Options options) {
    // what is shared outlives the single store
  }
}
