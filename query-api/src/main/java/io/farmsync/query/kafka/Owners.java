package io.farmsync.query.kafka;

import io.farmsync.query.instances.Address;
import io.farmsync.query.topology.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** Which instances have a partition, as Kafka Streams tells its members; the last word counts. */
final class Owners {

  private final Supplier<KafkaStreams> streams;
  private final @Nullable Address own;
  private final Map<Place, Holders> lastKnown = new ConcurrentHashMap<>();

  Owners(Supplier<KafkaStreams> streams, Optional<Address> own) {
    this.streams = streams;
    this.own = own.orElse(null);
  }

  private record Place(String source, int partition) {}

  /**
   * Other instances with a partition.
   *
   * @param serving folds it; absent if this instance does, or nobody is known to
   * @param copies have it as a standby
   */
  record Holders(@Nullable Address serving, List<Address> copies) {

    static final Holders UNKNOWN = new Holders(null, List.of());
  }

  /** Whether there can be others at all. */
  boolean areSeveral() {
    return own != null;
  }

  Holders of(View<?> view, int partition) {
    if (own == null) {
      return Holders.UNKNOWN;
    }
    var place = new Place(view.source().name(), partition);
    // no key of this instance's choice: whose partition it is has been decided already
    @SuppressWarnings("removal") // no partitioner can be written without it in Kafka 4.4
    StreamPartitioner<String, Object> fixed = (_, _, _, _) -> Optional.of(Set.of(partition));
    var told = streams.get().queryMetadataForKey(view.store(), "", fixed);
    if (told == null || told.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
      return lastKnown.getOrDefault(place, Holders.UNKNOWN);
    }
    var holders =
        new Holders(
            other(told.activeHost()).orElse(null),
            told.standbyHosts().stream().flatMap(host -> other(host).stream()).toList());
    lastKnown.put(place, holders);
    return holders;
  }

  private Optional<Address> other(HostInfo host) {
    if (host.equals(HostInfo.unavailable()) || host.port() <= 0) {
      return Optional.empty();
    }
    var address = new Address(host.host(), host.port());
    return address.equals(own) ? Optional.empty() : Optional.of(address);
  }
}
