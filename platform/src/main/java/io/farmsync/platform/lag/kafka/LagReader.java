package io.farmsync.platform.lag.kafka;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.farmsync.platform.lag.ClusterLag;
import io.farmsync.platform.lag.ClusterLag.GroupProgress;
import io.farmsync.platform.lag.ClusterLag.PartitionOffsets;
import io.farmsync.platform.lag.ClusterLag.PartitionProgress;
import io.farmsync.platform.lag.ClusterLag.TopicOffsets;
import io.farmsync.platform.lag.ClusterLag.TopicProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * Asks the brokers where topics end and how far groups are. A partition that a group reads without
 * ever having committed counts from its oldest record. Records that only end a transaction count as
 * waiting until the group commits past them, as they do for every tool that subtracts offsets.
 */
final class LagReader {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Admin admin;
  private final WaitingRecords waiting;
  private final Pattern shown;
  private final Clock clock;

  LagReader(Admin admin, WaitingRecords waiting, Pattern shown, Clock clock) {
    this.admin = admin;
    this.waiting = waiting;
    this.shown = shown;
    this.clock = clock;
  }

  /**
   * Reads everything once.
   *
   * @throws ExecutionException if a broker refuses
   * @throws TimeoutException if the brokers do not answer in time
   */
  ClusterLag read() throws ExecutionException, InterruptedException, TimeoutException {
    int brokers = await(admin.describeCluster().nodes()).size();
    List<TopicOffsets> topics = topics();
    Map<TopicPartition, PartitionOffsets> partitions = new HashMap<>();
    topics.forEach(topic ->
        topic
            .partitions()
            .forEach(partition ->
                partitions.put(
                    new TopicPartition(topic.topic(), partition.partition()), partition)));
    Map<GroupType, Set<String>> groups =
        await(admin.listGroups().all()).stream()
            .filter(group -> !isForeign(group))
            .collect(
                groupingBy(
                    group -> group.type().orElse(GroupType.CLASSIC),
                    TreeMap::new,
                    mapping(GroupListing::groupId, toSet())));
    var progress = new ArrayList<GroupProgress>();
    progress.addAll(consumerGroups(groups.getOrDefault(GroupType.CLASSIC, Set.of()), partitions));
    progress.addAll(consumerGroups(groups.getOrDefault(GroupType.CONSUMER, Set.of()), partitions));
    progress.addAll(streamsGroups(groups.getOrDefault(GroupType.STREAMS, Set.of()), partitions));
    progress.addAll(shareGroups(groups.getOrDefault(GroupType.SHARE, Set.of()), partitions));
    return new ClusterLag(clock.instant(), brokers, topics, progress);
  }

  /** Classic groups of other protocols, such as the workers of Connect, hold no offsets. */
  private static boolean isForeign(GroupListing group) {
    return group.type().filter(GroupType.CLASSIC::equals).isPresent()
        && !group.protocol().isEmpty()
        && !group.protocol().equals("consumer");
  }

  private List<TopicOffsets> topics()
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<String> names =
        await(admin.listTopics().names()).stream()
            .filter(name -> shown.matcher(name).matches())
            .collect(toSet());
    Collection<TopicDescription> topics =
        await(admin.describeTopics(names).allTopicNames()).values();
    List<TopicPartition> all =
        topics.stream()
            .flatMap(topic ->
                topic.partitions().stream()
                    .filter(partition -> partition.leader() != null)
                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
            .toList();
    var ends = admin.listOffsets(all.stream().collect(toMap(p -> p, _ -> OffsetSpec.latest())));
    var starts = admin.listOffsets(all.stream().collect(toMap(p -> p, _ -> OffsetSpec.earliest())));
    var end = await(ends.all());
    var start = await(starts.all());
    return topics.stream()
        .sorted(Comparator.comparing(TopicDescription::name))
        .map(topic ->
            new TopicOffsets(
                topic.name(),
                topic.partitions().stream()
                    .filter(partition -> partition.leader() != null)
                    .map(partition -> {
                      var key = new TopicPartition(topic.name(), partition.partition());
                      return offsets(
                          partition,
                          requireNonNull(start.get(key)).offset(),
                          requireNonNull(end.get(key)).offset());
                    })
                    .toList()))
        .toList();
  }

  private static PartitionOffsets offsets(TopicPartitionInfo partition, long oldest, long end) {
    int leader = partition.leader().id();
    return new PartitionOffsets(
        partition.partition(),
        oldest,
        end,
        leader < 0 ? Optional.empty() : Optional.of(leader),
        !partition.replicas().isEmpty() && partition.replicas().getFirst().id() == leader,
        partition.replicas().size(),
        partition.isr().size());
  }

  private List<GroupProgress> consumerGroups(
      Set<String> groups, Map<TopicPartition, PartitionOffsets> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (groups.isEmpty()) {
      return List.of();
    }
    var described = await(admin.describeConsumerGroups(groups).all());
    var committed =
        await(
            admin
                .listConsumerGroupOffsets(
                    groups.stream().collect(toMap(g -> g, _ -> new ListConsumerGroupOffsetsSpec())))
                .all());
    var progress = new ArrayList<GroupProgress>();
    for (var group : described.values()) {
      Set<TopicPartition> assigned =
          group.members().stream()
              .flatMap(member -> member.assignment().topicPartitions().stream())
              .collect(toSet());
      progress.add(
          progress(
              group.groupId(),
              group.members().size(),
              positions(committed.getOrDefault(group.groupId(), Map.of()), assigned),
              partitions));
    }
    return progress;
  }

  private List<GroupProgress> streamsGroups(
      Set<String> groups, Map<TopicPartition, PartitionOffsets> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (groups.isEmpty()) {
      return List.of();
    }
    var described = await(admin.describeStreamsGroups(groups).all());
    var committed =
        await(
            admin
                .listStreamsGroupOffsets(
                    groups.stream().collect(toMap(g -> g, _ -> new ListStreamsGroupOffsetsSpec())))
                .all());
    var progress = new ArrayList<GroupProgress>();
    for (var group : described.values()) {
      Set<String> sources =
          group.subtopologies().stream()
              .flatMap(part ->
                  Stream.concat(
                      part.sourceTopics().stream(),
                      part.repartitionSourceTopics().keySet().stream()))
              .collect(toSet());
      Set<TopicPartition> read =
          partitions.keySet().stream()
              .filter(partition -> sources.contains(partition.topic()))
              .collect(toSet());
      progress.add(
          progress(
              group.groupId(),
              group.members().size(),
              positions(committed.getOrDefault(group.groupId(), Map.of()), read),
              partitions));
    }
    return progress;
  }

  private List<GroupProgress> shareGroups(
      Set<String> groups, Map<TopicPartition, PartitionOffsets> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (groups.isEmpty()) {
      return List.of();
    }
    var described = await(admin.describeShareGroups(groups).all());
    var started =
        await(
            admin
                .listShareGroupOffsets(
                    groups.stream().collect(toMap(g -> g, _ -> new ListShareGroupOffsetsSpec())))
                .all());
    var progress = new ArrayList<GroupProgress>();
    for (var group : described.values()) {
      var positions = new HashMap<TopicPartition, Position>();
      started
          .getOrDefault(group.groupId(), Map.of())
          .forEach((partition, info) -> {
            if (info != null) {
              positions.put(
                  partition,
                  new Position(
                      info.startOffset(),
                      info.lag().map(OptionalLong::of).orElseGet(OptionalLong::empty)));
            }
          });
      progress.add(progress(group.groupId(), group.members().size(), positions, partitions));
    }
    return progress;
  }

  /** Where a group stands, and its lag where the broker tells it. */
  private record Position(long offset, OptionalLong lag) {}

  private static Map<TopicPartition, Position> positions(
      Map<TopicPartition, OffsetAndMetadata> committed, Set<TopicPartition> read) {
    var positions = new HashMap<TopicPartition, Position>();
    read.forEach(partition ->
        positions.put(
            partition, new Position(PartitionProgress.NONE_COMMITTED, OptionalLong.empty())));
    committed.forEach((partition, offset) -> {
      if (offset != null) {
        positions.put(partition, new Position(offset.offset(), OptionalLong.empty()));
      }
    });
    return positions;
  }

  private GroupProgress progress(
      String group,
      int members,
      Map<TopicPartition, Position> positions,
      Map<TopicPartition, PartitionOffsets> partitions) {
    var byTopic = new TreeMap<String, List<PartitionProgress>>();
    var firstWaiting = new HashMap<TopicPartition, Long>();
    positions.forEach((key, position) -> {
      var offsets = partitions.get(key);
      if (offsets == null) {
        return; // a topic that is not shown, or is gone
      }
      // what retention has removed cannot be waited for
      long next = Math.max(position.offset(), offsets.oldest());
      long lag = position.lag().orElse(Math.max(0, offsets.end() - next));
      byTopic
          .computeIfAbsent(key.topic(), _ -> new ArrayList<>())
          .add(new PartitionProgress(key.partition(), position.offset(), lag));
      if (lag > 0) {
        firstWaiting.put(key, next);
      }
    });
    Map<String, Duration> ages = waiting.oldest(firstWaiting);
    var topics = new HashMap<String, TopicProgress>();
    byTopic.forEach((topic, ofTopic) -> {
      ofTopic.sort(Comparator.comparingInt(PartitionProgress::partition));
      topics.put(topic, new TopicProgress(ofTopic, ages.getOrDefault(topic, Duration.ZERO)));
    });
    return new GroupProgress(group, members, topics);
  }

  private static <T> T await(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
