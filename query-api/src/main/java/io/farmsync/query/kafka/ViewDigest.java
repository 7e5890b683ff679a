package io.farmsync.query.kafka;

import io.farmsync.query.topology.View;
import io.farmsync.query.topology.Views;
import io.farmsync.query.topology.Views.KeyRange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells two states of the views apart, on an instance that has all partitions: the same topics must
 * give the same digests, however often and in however many parts they were read.
 */
public final class ViewDigest {

  private static final KeyRange ALL = new KeyRange("", "\uffff");

  private final LocalStores stores;

  ViewDigest(LocalStores stores) {
    this.stores = stores;
  }

  /**
   * What a store holds.
   *
   * @param sha256 over its entries, partition by partition in the order of keys
   */
  public record Content(long entries, String sha256) {}

  /**
   * Of every partitioned store, by its name.
   *
   * @throws io.farmsync.query.freshness.ViewUnavailable if a partition is not here
   */
  public SortedMap<String, Content> ofStores() {
    var contents = new TreeMap<String, Content>();
    Views.partitioned().forEach(view -> contents.put(view.store(), content(view)));
    return contents;
  }

  private <V> Content content(View<V> view) {
    var digest = sha256();
    long entries = 0;
    for (int partition : view.partitions().toArray()) {
      try (var all = stores.range(view, partition, ALL, false, false)) {
        while (all.hasNext()) {
          var entry = all.next();
          digest.update(entry.key.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
          digest.update(view.write(entry.value));
          digest.update((byte) 0);
          entries++;
        }
      }
    }
    return new Content(entries, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
