package io.farmsync.platform.lag.prometheus;

import io.farmsync.platform.lag.ClusterLag;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last reading, ready to be written: a scrape costs no request to a broker. Names, labels and
 * meaning are those of kafka_exporter; {@code kafka_consumergroup_oldest_unprocessed_seconds},
 * {@code kafka_lag_read_timestamp_seconds} and {@code farm_dead_letters} are ours. A reading older
 * than {@link #KEPT} is no longer shown, because a frozen lag looks healthy.
 */
public final class LagMetrics implements MultiCollector {

  private static final Duration KEPT = Duration.ofMinutes(1);

  private static final String DEAD_LETTERS = "-dlt";

  private final Clock clock;
  private volatile Reading reading = new Reading(Long.MIN_VALUE, new MetricSnapshots());

  private record Reading(long epochMilli, MetricSnapshots snapshots) {}

  public LagMetrics(Clock clock) {
    this.clock = clock;
  }

  /** Shows this reading from now on. */
  public void show(ClusterLag lag) {
    reading = new Reading(lag.readAt().toEpochMilli(), snapshots(lag));
  }

  @Override
  public MetricSnapshots collect() {
    var last = reading;
    boolean fresh = clock.millis() - KEPT.toMillis() <= last.epochMilli();
    return fresh ? last.snapshots() : new MetricSnapshots();
  }

  private static MetricSnapshots snapshots(ClusterLag lag) {
    var gauges = new Gauges();
    var cluster = gauges.labelled();
    cluster.add("kafka_brokers", "Brokers in the cluster.", lag.brokers());
    cluster.add(
        "kafka_lag_read_timestamp_seconds",
        "When offsets and groups were last read.",
        lag.readAt().toEpochMilli() / 1000.0);
    lag.topics().forEach(topic -> addTopic(gauges, topic));
    lag.groups().forEach(group -> addGroup(gauges, group));
    return gauges.snapshots();
  }

  private static void addTopic(Gauges gauges, ClusterLag.TopicOffsets offsets) {
    String topic = offsets.topic();
    gauges
        .labelled("topic", topic)
        .add("kafka_topic_partitions", "Partitions of the topic.", offsets.partitions().size());
    if (topic.endsWith(DEAD_LETTERS)) {
      gauges
          .labelled("topic", topic)
          .add(
              "farm_dead_letters",
              "Records put aside that are still kept.",
              offsets.partitions().stream().mapToLong(p -> p.end() - p.oldest()).sum());
    }
    for (var partition : offsets.partitions()) {
      var of =
          gauges.labelled("partition", Integer.toString(partition.partition()), "topic", topic);
      of.add(
          "kafka_topic_partition_current_offset",
          "Offset the next record will have.",
          partition.end());
      of.add(
          "kafka_topic_partition_oldest_offset",
          "Offset of the oldest record kept.",
          partition.oldest());
      of.add(
          "kafka_topic_partition_leader",
          "Broker that leads the partition; -1 while there is none.",
          partition.leader().orElse(-1));
      of.add(
          "kafka_topic_partition_leader_is_preferred",
          "1 when the first replica leads.",
          partition.preferredLeader() ? 1 : 0);
      of.add("kafka_topic_partition_replicas", "Replicas of the partition.", partition.replicas());
      of.add(
          "kafka_topic_partition_in_sync_replica",
          "Replicas that are in sync.",
          partition.inSync());
      of.add(
          "kafka_topic_partition_under_replicated_partition",
          "1 when a replica is not in sync.",
          partition.inSync() < partition.replicas() ? 1 : 0);
    }
  }

  private static void addGroup(Gauges gauges, ClusterLag.GroupProgress progress) {
    String group = progress.group();
    gauges
        .labelled("consumergroup", group)
        .add("kafka_consumergroup_members", "Members of the group.", progress.members());
    progress.topics().forEach((topic, ofTopic) -> addProgress(gauges, group, topic, ofTopic));
  }

  private static void addProgress(
      Gauges gauges, String group, String topic, ClusterLag.TopicProgress progress) {
    for (var partition : progress.partitions()) {
      var of =
          gauges.labelled(
              "consumergroup",
              group,
              "partition",
              Integer.toString(partition.partition()),
              "topic",
              topic);
      of.add(
          "kafka_consumergroup_current_offset",
          "Offset the group has finished up to; -1 when it has finished nothing.",
          partition.offset());
      of.add("kafka_consumergroup_lag", "Records that wait for the group.", partition.lag());
    }
    var sums = gauges.labelled("consumergroup", group, "topic", topic);
    sums.add(
        "kafka_consumergroup_current_offset_sum",
        "Offsets the group has finished up to, over all partitions.",
        progress.partitions().stream()
            .mapToLong(partition -> Math.max(0, partition.offset()))
            .sum());
    sums.add(
        "kafka_consumergroup_lag_sum",
        "Records that wait for the group, over all partitions.",
        progress.lag());
    sums.add(
        "kafka_consumergroup_oldest_unprocessed_seconds",
        "Age of the oldest record that waits for the group; 0 when none does.",
        progress.oldestUnprocessed().toMillis() / 1000.0);
  }

  /** Data points gathered by metric. */
  private static final class Gauges {
    private final Map<String, GaugeSnapshot.Builder> byName = new LinkedHashMap<>();

    /** Adds data points that share these labels, given as names and values in turn. */
    Labelled labelled(String... namesAndValues) {
      return new Labelled(this, Labels.of(namesAndValues));
    }

    MetricSnapshots snapshots() {
      var all = MetricSnapshots.builder();
      byName.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
      return all.build();
    }
  }

  private record Labelled(Gauges gauges, Labels labels) {
    void add(String name, String help, Number value) {
      gauges
          .byName
          .computeIfAbsent(name, _ -> GaugeSnapshot.builder().name(name).help(help))
          .dataPoint(
              GaugeDataPointSnapshot.builder().labels(labels).value(value.doubleValue()).build());
    }
  }
}
