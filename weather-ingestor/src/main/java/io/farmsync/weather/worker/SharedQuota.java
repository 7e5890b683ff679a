package io.farmsync.weather.worker;

import io.farmsync.schemas.Topics;
import io.farmsync.weather.provider.Allowance;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What may be asked of a provider in this hour and day, over all instances and restarts. An
 * instance may spend the share of the partitions it has; what was spent for a partition's requests
 * stands in the metadata of its commits, and so moves with it. A crash forgets what was asked since
 * the last commit, one poll's worth. Used by the worker's thread only.
 */
final class SharedQuota implements ConsumerRebalanceListener {

  private final Allowance allowance;
  private final Consumer<?, ?> consumer;
  private final Map<TopicPartition, Spent> spent = new HashMap<>();

  SharedQuota(Allowance allowance, Consumer<?, ?> consumer) {
    this.allowance = allowance;
    this.consumer = consumer;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    var committed = consumer.committed(new HashSet<>(partitions));
    for (var partition : partitions) {
      var last = committed.get(partition);
      var known = last == null ? Spent.NOTHING : Spent.parse(last.metadata()).orElse(Spent.NOTHING);
      spent.put(partition, known);
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    spent.keySet().removeAll(partitions);
  }

  /** True if so many places more are within the share of this instance. */
  boolean allows(int places, Instant now) {
    return places + total(now, Spent::inHour) <= share(allowance.perHour())
        && places + total(now, Spent::inDay) <= share(allowance.perDay());
  }

  void spend(TopicPartition partition, Instant now) {
    spent.merge(partition, Spent.NOTHING.plus(1, now), (known, _) -> known.plus(1, now));
  }

  /** Where the worker stands, with what it spent to get there. */
  Map<TopicPartition, OffsetAndMetadata> commit() {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (var partition : consumer.assignment()) {
      var known = spent.getOrDefault(partition, Spent.NOTHING);
      offsets.put(partition, new OffsetAndMetadata(consumer.position(partition), known.text()));
    }
    return offsets;
  }

  private int total(Instant now, ToIntFunction<Spent> window) {
    return spent.values().stream().map(each -> each.at(now)).mapToInt(window).sum();
  }

  private long share(int quota) {
    return (long) quota * spent.size() / Topics.WEATHER_REQUESTS.partitions();
  }
}
