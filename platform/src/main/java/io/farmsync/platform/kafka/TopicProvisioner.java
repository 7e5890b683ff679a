package io.farmsync.platform.kafka;

import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics of the catalogue that are missing, and refuses to go on where one has another
 * number of partitions: records of one key would then be looked for in the wrong place.
 */
public final class TopicProvisioner {

  private static final Logger log = LoggerFactory.getLogger(TopicProvisioner.class);

  /** Dead letters are few and nobody joins them; more partitions would only cost start-up time. */
  private static final int DEAD_LETTER_PARTITIONS = 1;

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final KafkaSettings settings;

  public TopicProvisioner(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns once every topic and dead-letter topic is there.
   *
   * @throws IllegalStateException if the broker does not answer within a minute, or a topic has
   *     other partitions
   */
  public void provision() {
    try (var admin = Admin.create(settings.client("topic-provisioner"))) {
      var created = create(admin);
      check(admin);
      awaitLeaders(admin, created);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "cannot create topics: Kafka at "
              + settings.bootstrapServers()
              + " did not do it: "
              + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    }
  }

  private List<NewTopic> create(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    var missing = new ArrayList<NewTopic>();
    var existing = admin.listTopics().names().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    for (Topic<?> topic : Topics.all()) {
      missing.add(newTopic(topic.name(), topic.cleanup(), topic.retention(), topic.partitions()));
      missing.add(
          newTopic(
              topic.deadLetters(),
              Topic.Cleanup.DELETE,
              Topics.DEAD_LETTER_RETENTION,
              DEAD_LETTER_PARTITIONS));
    }
    missing.removeIf(topic -> existing.contains(topic.name()));
    for (var creation : admin.createTopics(missing).values().entrySet()) {
      try {
        creation.getValue().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        log.debug("created topic {}", creation.getKey());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) { // another instance was faster
          throw e;
        }
      }
    }
    return missing;
  }

  /**
   * Returns once every new partition is served by its leader. A producer that writes earlier has
   * its first batch refused while a later one in flight is accepted; the first is then out of
   * sequence for ever, and lost after the delivery timeout.
   */
  private static void awaitLeaders(Admin admin, List<NewTopic> created)
      throws ExecutionException, InterruptedException, TimeoutException {
    var ends = new HashMap<TopicPartition, OffsetSpec>();
    for (NewTopic topic : created) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    admin.listOffsets(ends).all().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void check(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<String> names = Topics.all().stream().map(Topic::name).toList();
    var found = describe(admin, names);
    for (Topic<?> topic : Topics.all()) {
      int partitions =
          Optional.ofNullable(found.get(topic.name())).orElseThrow().partitions().size();
      if (partitions != topic.partitions()) {
        throw new IllegalStateException(
            "topic "
                + topic.name()
                + " has "
                + partitions
                + " partitions (expected: "
                + topic.partitions()
                + ")");
      }
    }
  }

  /** A broker may know a topic a moment later than the controller that made it. */
  private static Map<String, TopicDescription> describe(Admin admin, List<String> names)
      throws ExecutionException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      try {
        return admin
            .describeTopics(names)
            .allTopicNames()
            .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private NewTopic newTopic(
      String name, Topic.Cleanup cleanup, @Nullable Duration retention, int partitions) {
    Map<String, String> config = new HashMap<>();
    config.put(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        switch (cleanup) {
          case DELETE -> TopicConfig.CLEANUP_POLICY_DELETE;
          case COMPACT -> TopicConfig.CLEANUP_POLICY_COMPACT;
          case COMPACT_AND_DELETE ->
              TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE;
        });
    config.put(
        TopicConfig.RETENTION_MS_CONFIG,
        retention == null ? "-1" : Long.toString(retention.toMillis()));
    config.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
        Integer.toString(Math.max(1, settings.replication() - 1)));
    return new NewTopic(name, partitions, settings.replication()).configs(config);
  }
}
