package io.farmsync.sync.relay.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Where each partition of a topic must end at least, counted along with what is sent: one offset a
 * record, and one for the marker that a commit leaves in each partition it touched. Stored with the
 * position, it shows at the next start whether the broker still has what it acknowledged. Other
 * producers can only make a partition longer, which is no loss.
 */
final class TopicEnds {
  private final long[] ends;
  private final boolean[] touched;

  /**
   * @param ends the offset that each partition's next record gets
   */
  TopicEnds(List<Long> ends) {
    this.ends = ends.stream().mapToLong(Long::longValue).toArray();
    this.touched = new boolean[this.ends.length];
  }

  /** A record goes to the partition, in the open transaction. */
  void sent(int partition) {
    ends[partition]++;
    touched[partition] = true;
  }

  /** The ends as they will be once the open transaction is committed. */
  List<Long> afterCommit() {
    var after = new ArrayList<Long>(ends.length);
    for (int partition = 0; partition < ends.length; partition++) {
      after.add(touched[partition] ? ends[partition] + 1 : ends[partition]);
    }
    return after;
  }

  void committed() {
    for (int partition = 0; partition < ends.length; partition++) {
      if (touched[partition]) {
        ends[partition]++;
        touched[partition] = false;
      }
    }
  }

  /**
   * What is missing of the ends that were stored.
   *
   * @param stored null if they were stored by a relay that did not count
   */
  Optional<String> missing(String topic, @Nullable List<Long> stored) {
    if (stored == null) {
      return Optional.empty();
    }
    long lost =
        LongStream.range(0, Math.min(stored.size(), ends.length))
            .map(partition -> Math.max(0, stored.get((int) partition) - ends[(int) partition]))
            .sum();
    return lost == 0
        ? Optional.empty()
        : Optional.of(
            "%s ends %d offsets before what was committed to it: the broker lost records that it had"
                    .formatted(topic, lost)
                + " acknowledged, or the topic was made anew");
  }
}
