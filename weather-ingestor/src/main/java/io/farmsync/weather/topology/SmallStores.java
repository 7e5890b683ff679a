package io.farmsync.weather.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * Memory of one store partition: two write buffers of 1 MB and half a MB of cache, where the
 * default is some 100 MB. Three stores of twelve partitions stay below 90 MB; the operating
 * system's page cache does the rest.
 */
public final class SmallStores implements RocksDBConfigSetter {

  private static final long KB = 1024;

  private final Map<String, Cache> caches = new ConcurrentHashMap<>();

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    var cache = new LRUCache(512 * KB);
    caches.put(storeName, cache);
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(cache);
    table.setBlockSize(16 * KB);
    options.setTableFormatConfig(table);
    options.setWriteBufferSize(1024 * KB);
    options.setMaxWriteBufferNumber(2);
  }

  @Override
  public void close(String storeName, Options options) {
    var cache = caches.remove(storeName);
    if (cache != null) {
      cache.close();
    }
  }
}
