package io.farmsync.query.live.kafka;

import io.farmsync.query.live.Interest;
import io.farmsync.query.live.Listening.Heard;
import io.farmsync.query.live.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Changes between two positions, by a consumer of its own. */
final class CatchUp implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Interest interest;
  private final Position to;
  private final long most;
  private final Deque<Heard> read = new ArrayDeque<>();
  private final List<TopicPartition> open = new ArrayList<>();
  private Position position;
  private boolean started;

  /**
   * @param most records that are looked through
   */
  CatchUp(
      KafkaConsumer<byte[], byte[]> consumer,
      Interest interest,
      Position from,
      Position to,
      long most) {
    this.consumer = consumer;
    this.interest = interest;
    this.position = from;
    this.to = to;
    this.most = most;
  }

  /** The next change; {@code Missed} instead of all if they cannot be told; null at the end. */
  @Nullable Heard next(TopicChanges changes) {
    if (!started) {
      started = true;
      if (!start()) {
        return new Heard.Missed(position.max(to));
      }
    }
    while (read.isEmpty()) {
      open.removeIf(partition -> consumer.position(partition) >= end(partition));
      if (open.isEmpty()) {
        return null;
      }
      for (var record : consumer.poll(POLL)) {
        int place = changes.place(record);
        if (record.offset() < to.offset(place)) {
          position = position.after(place, record.offset());
          ChangeTopics.read(record)
              .filter(interest::covers)
              .ifPresent(change -> read.add(new Heard.Told(change, position)));
        }
      }
    }
    return read.remove();
  }

  /** False if records are gone, were never there, or are too many. */
  private boolean start() {
    var all = TopicChanges.PARTITIONS;
    consumer.assign(all); // the client warns of each whose end is asked without it
    var begins = consumer.beginningOffsets(all);
    var ends = consumer.endOffsets(all);
    long records = 0;
    for (int place = 0; place < all.size(); place++) {
      var partition = all.get(place);
      long next = position.offset(place);
      if (next < begins.getOrDefault(partition, 0L) || next > ends.getOrDefault(partition, 0L)) {
        return false;
      }
      if (next < to.offset(place)) {
        records += to.offset(place) - next;
        open.add(partition);
      }
    }
    if (records > most) {
      return false;
    }
    consumer.assign(open);
    open.forEach(partition -> consumer.seek(partition, position.offset(all.indexOf(partition))));
    return true;
  }

  private long end(TopicPartition partition) {
    return to.offset(TopicChanges.PARTITIONS.indexOf(partition));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
