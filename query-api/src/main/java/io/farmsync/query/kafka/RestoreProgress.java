package io.farmsync.query.kafka;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How much of each store has been restored since the start. */
final class RestoreProgress implements StateRestoreListener {

  private final Map<TopicPartition, Share> shares = new ConcurrentHashMap<>();

  private record Share(String store, Records records) {}

  /**
   * Records of a changelog, by the distance of offsets.
   *
   * @param total there were when the restore began
   * @param restored those of them that are in the store
   */
  record Records(long restored, long total) {

    Records plus(Records other) {
      return new Records(restored + other.restored, total + other.total);
    }
  }

  @Override
  public void onRestoreStart(TopicPartition partition, String store, long begin, long end) {
    shares.put(partition, new Share(store, new Records(0, end - begin)));
  }

  @Override
  public void onBatchRestored(TopicPartition partition, String store, long end, long restored) {
    shares.computeIfPresent(
        partition,
        (_, share) ->
            new Share(
                store,
                new Records(share.records().restored() + restored, share.records().total())));
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long total) {
    shares.computeIfPresent(
        partition,
        (_, share) ->
            new Share(store, new Records(share.records().total(), share.records().total())));
  }

  /** By store, over all partitions that were or are being restored here. */
  Map<String, Records> ofStores() {
    var stores = new TreeMap<String, Records>();
    shares.values().forEach(share -> stores.merge(share.store(), share.records(), Records::plus));
    return stores;
  }
}
