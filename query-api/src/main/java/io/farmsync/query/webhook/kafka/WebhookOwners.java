package io.farmsync.query.webhook.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Shares webhooks among the instances: each is a member of a group that shares the partitions of
 * topic {@code webhooks}, and serves what has its key in them. The records themselves it does not
 * read; every instance does that whole.
 */
final class WebhookOwners implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(WebhookOwners.class);
  private static final String GROUP = "query-api-webhooks";
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LONGEST_LEAVE = Duration.ofSeconds(2);
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private volatile Set<Integer> partitions = Set.of();
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean running;
  private @Nullable Thread thread;

  WebhookOwners(KafkaSettings settings) {
    this.settings = settings;
  }

  boolean own(UUID id) {
    byte[] key = id.toString().getBytes(StandardCharsets.UTF_8);
    return partitions.contains(Utils.toPositive(Utils.murmur2(key)) % Topics.WEBHOOKS.partitions());
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name(GROUP + "-owners").daemon().start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    var open = consumer;
    if (open != null) {
      open.wakeup();
    }
    var member = thread;
    if (member != null) {
      try {
        member.join(LONGEST_FAREWELL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    while (running) {
      var config = new HashMap<>(settings.consumer(GROUP));
      config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
      config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
      var open =
          new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      try {
        consumer = open;
        open.subscribe(List.of(Topics.WEBHOOKS.name()));
        while (running) {
          open.poll(POLL);
          open.pause(open.assignment());
          partitions =
              open.assignment().stream()
                  .map(TopicPartition::partition)
                  .collect(Collectors.toUnmodifiableSet());
        }
      } catch (WakeupException | InterruptException e) {
        log.debug("webhooks are left to others");
      } catch (KafkaException e) {
        log.warn("the share of webhooks is asked for again: {}", e.getMessage());
      } finally {
        partitions = Set.of();
        open.close(CloseOptions.timeout(LONGEST_LEAVE)); // a broker that is gone is not waited for
      }
    }
  }
}
