package io.farmsync.query.live.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.query.live.Change;
import io.farmsync.query.live.Changes;
import io.farmsync.query.live.Interest;
import io.farmsync.query.live.Listening;
import io.farmsync.query.live.Listening.Reason;
import io.farmsync.query.live.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topics once for all listeners of this instance, committed records only and without a
 * group: every instance hears everything. A listener that asks for what happened before gets a
 * consumer of its own until it has caught up with the common one.
 */
final class TopicChanges implements Changes, TopicFollower.Reading {

  static final List<TopicPartition> PARTITIONS = ChangeTopics.partitions();

  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaSettings settings;
  private final LiveProperties properties;
  private final Semaphore catchingUp;
  private final Map<TopicPartition, Integer> places = new HashMap<>();

  /** Guards what follows: a listener begins between two records, and at a known position. */
  private final Object lock = new Object();

  private final Set<TopicListening> listeners = new HashSet<>();
  private @Nullable Position heard;

  TopicChanges(KafkaSettings settings, LiveProperties properties) {
    this.settings = settings;
    this.properties = properties;
    this.catchingUp = new Semaphore(properties.catchingUp());
    for (int place = 0; place < PARTITIONS.size(); place++) {
      places.put(PARTITIONS.get(place), place);
    }
  }

  @Override
  public Listening listen(Interest interest, @Nullable String from) {
    var start = from == null ? null : Position.parse(from, PARTITIONS.size());
    if (start != null && !catchingUp.tryAcquire()) {
      throw new Unavailable("Too many catch up with what happened before.");
    }
    boolean isListening = false;
    try {
      var listening = begin(interest, start);
      isListening = true;
      return listening;
    } finally {
      if (start != null && !isListening) {
        caughtUp();
      }
    }
  }

  @Override
  public Position now() {
    synchronized (lock) {
      if (heard == null) {
        throw new Unavailable("Changes cannot be heard yet.");
      }
      return heard;
    }
  }

  @Override
  public boolean isPosition(String text) {
    try {
      return Position.parse(text, PARTITIONS.size()).partitions() == PARTITIONS.size();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private TopicListening begin(Interest interest, @Nullable Position start) {
    synchronized (lock) {
      var now = now();
      if (listeners.size() >= properties.listeners()) {
        throw new Unavailable("Too many listen to this instance.");
      }
      var listening = new TopicListening(this, interest, start, now, properties.waiting());
      listeners.add(listening);
      return listening;
    }
  }

  @Override
  public void follow(KafkaConsumer<byte[], byte[]> consumer, BooleanSupplier goesOn) {
    consumer.assign(PARTITIONS);
    var start = start(consumer);
    for (int place = 0; place < PARTITIONS.size(); place++) {
      consumer.seek(PARTITIONS.get(place), start.offset(place));
    }
    try {
      while (goesOn.getAsBoolean()) {
        consumer.poll(POLL).forEach(this::hear);
      }
    } finally {
      if (!goesOn.getAsBoolean()) {
        end();
      }
    }
  }

  /** Where everybody is who listens and has nothing waiting. */
  Position heardBy(TopicListening listening, Position own) {
    synchronized (lock) {
      return heard == null || !listening.isEmpty() ? own : own.max(heard);
    }
  }

  void leave(TopicListening listening) {
    synchronized (lock) {
      listeners.remove(listening);
    }
  }

  /** A reader of what lies between two positions; the caller closes it. */
  CatchUp catchUp(Interest interest, Position from, Position to) {
    var consumer =
        new KafkaConsumer<>(
            settings.consumer("query-catch-up"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    return new CatchUp(consumer, interest, from, to, properties.mostCaughtUp());
  }

  /** Gives the turn back that a listening from a position took. */
  void caughtUp() {
    catchingUp.release();
  }

  int place(ConsumerRecord<byte[], byte[]> record) {
    return places.getOrDefault(new TopicPartition(record.topic(), record.partition()), -1);
  }

  private Position start(KafkaConsumer<byte[], byte[]> consumer) {
    synchronized (lock) {
      if (heard == null) {
        var ends = consumer.endOffsets(PARTITIONS);
        heard =
            Position.of(
                PARTITIONS.stream().mapToLong(each -> ends.getOrDefault(each, 0L)).toArray());
      }
      return heard;
    }
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    synchronized (lock) {
      if (heard == null) {
        return;
      }
      int place = place(record);
      var position = heard.after(place, record.offset());
      heard = position;
      if (!listeners.isEmpty()) { // else nobody is to be told, and nothing need be read
        ChangeTopics.read(record)
            .ifPresent(change -> tell(change, place, record.offset(), position));
      }
    }
  }

  private void tell(Change change, int place, long offset, Position position) {
    for (var listener : listeners) {
      listener.tell(change, place, offset, position);
    }
  }

  private void end() {
    synchronized (lock) {
      listeners.forEach(listener -> listener.end(Reason.STOPPING));
      heard = null;
    }
  }
}
