package io.farmsync.sync.relay.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.sync.relay.Replay;
import io.farmsync.sync.relay.ReplaySelection;
import io.farmsync.sync.relay.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic that holds what one selection of events was published again as. It is like {@code
 * farm-events}; what it is a copy of is noted in topic {@code farm-replays}, so that a second
 * replay either continues the first or is refused.
 */
final class ReplayTopic implements Replay.Target {
  private static final String NOTES = "farm-replays";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,199}");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final KafkaSettings settings;
  private final String name;
  private final Producer<byte[], byte @Nullable []> producer;
  private boolean open;

  private ReplayTopic(
      KafkaSettings settings, String name, Producer<byte[], byte @Nullable []> producer) {
    this.settings = settings;
    this.name = name;
    this.producer = producer;
  }

  static Replay.Target open(KafkaSettings settings, String name, ReplaySelection selection) {
    refuseLive(name);
    create(settings, name, "delete");
    create(settings, NOTES, "compact");
    Map<String, Object> config = settings.producer("farm-replay");
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "farm-replay-" + name);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LIMIT.toMillis());
    var producer =
        new KafkaProducer<byte[], byte @Nullable []>(
            config, new ByteArraySerializer(), new ByteArraySerializer());
    var topic = new ReplayTopic(settings, name, producer);
    try {
      producer.initTransactions();
      topic.claim(selection);
      return topic;
    } catch (RuntimeException failure) {
      topic.close();
      throw failure;
    }
  }

  private static void refuseLive(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "topic: \"%s\" (expected: letters, digits, dots, dashes and underscores)"
              .formatted(name));
    }
    boolean live =
        Topics.all().stream().map(Topic::name).anyMatch(name::equals)
            || name.endsWith("-dlt")
            || List.of(OffsetsTopic.NAME, NOTES).contains(name);
    if (live) {
      throw new IllegalArgumentException(
          "topic %s is the platform's own: events published to it again would look new. Name another"
              .formatted(name));
    }
  }

  private static void create(KafkaSettings settings, String name, String cleanup) {
    var topic =
        new NewTopic(name, Topics.PARTITIONS, settings.replication())
            .configs(Map.of("cleanup.policy", cleanup, "retention.ms", "-1"));
    try (Admin admin = Admin.create(settings.client("farm-replay"))) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException failure) {
      if (!(failure.getCause() instanceof TopicExistsException)) {
        throw new KafkaException("topic " + name + " was not created", failure.getCause());
      }
    } catch (InterruptedException interrupted) {
      throw new InterruptException(interrupted);
    }
  }

  private void claim(ReplaySelection selection) {
    var noted = new AtomicReference<String>();
    var reader = new TopicReader(settings);
    reader.read(
        NOTES,
        Topics.PARTITIONS,
        record -> {
          if (name.equals(text(record.key()))) {
            noted.set(text(record.value()));
          }
        });
    String before = noted.get();
    if (before == null && reader.ends(name, Topics.PARTITIONS).stream().anyMatch(end -> end > 0)) {
      throw new IllegalArgumentException(
          "topic %s holds records that no replay wrote: name another".formatted(name));
    }
    if (before != null && !before.equals(selection.text())) {
      throw new IllegalArgumentException(
          "topic %s is a replay of %s, and this would be one of %s: name another"
              .formatted(name, before, selection.text()));
    }
    if (before == null) {
      send(new ProducerRecord<>(NOTES, utf8(name), utf8(selection.text())));
      commit();
    }
  }

  @Override
  public Map<UUID, Long> versions() {
    return PublishedVersions.read(settings, name);
  }

  @Override
  public void publish(StoredEvent.OfFarm event) {
    send(EventRecords.copy(event, name));
  }

  private void send(ProducerRecord<byte[], byte @Nullable []> record) {
    if (!open) {
      producer.beginTransaction();
      open = true;
    }
    // A refused record surfaces at the commit, which then fails as a whole.
    var _ = producer.send(record);
  }

  @Override
  public void commit() {
    if (open) {
      producer.commitTransaction();
      open = false;
    }
  }

  /** What is not committed is aborted by the next replay into the topic, or after a minute. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte @Nullable [] utf8) {
    return utf8 == null ? "" : new String(utf8, StandardCharsets.UTF_8);
  }
}
