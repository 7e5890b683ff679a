package io.farmsync.platform.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every topic's offsets and every group's progress at one moment.
 *
 * @param readAt when the reading was complete
 * @param brokers how many brokers were in the cluster
 */
public record ClusterLag(
    Instant readAt, int brokers, List<TopicOffsets> topics, List<GroupProgress> groups) {

  public ClusterLag {
    topics = List.copyOf(topics);
    groups = List.copyOf(groups);
  }

  /** A topic, its partitions by number. */
  public record TopicOffsets(String topic, List<PartitionOffsets> partitions) {
    public TopicOffsets {
      partitions = List.copyOf(partitions);
    }
  }

  /**
   * One partition.
   *
   * @param oldest offset of the oldest record kept
   * @param end offset the next record will have, markers of open transactions included
   * @param leader broker id; absent while the partition has none
   * @param preferredLeader whether the leader is the first replica
   */
  public record PartitionOffsets(
      int partition,
      long oldest,
      long end,
      Optional<Integer> leader,
      boolean preferredLeader,
      int replicas,
      int inSync) {}

  /**
   * A classic, consumer, streams or share group.
   *
   * @param members how many it has now
   * @param topics progress by topic
   */
  public record GroupProgress(String group, int members, Map<String, TopicProgress> topics) {
    public GroupProgress {
      topics = Map.copyOf(topics);
    }
  }

  /**
   * A group's progress in one topic.
   *
   * @param oldestUnprocessed age of the oldest record that waits; zero when none does
   */
  public record TopicProgress(List<PartitionProgress> partitions, Duration oldestUnprocessed) {
    public TopicProgress {
      partitions = List.copyOf(partitions);
    }

    /** How many records wait in the topic. */
    public long lag() {
      return partitions.stream().mapToLong(PartitionProgress::lag).sum();
    }
  }

  /**
   * A group's progress in one partition.
   *
   * @param offset committed offset, or for a share group the first record that is not finished;
   *     {@link #NONE_COMMITTED} when the group reads the partition and has finished nothing
   * @param lag how many records wait, never negative
   */
  public record PartitionProgress(int partition, long offset, long lag) {
    public static final long NONE_COMMITTED = -1;
  }
}
