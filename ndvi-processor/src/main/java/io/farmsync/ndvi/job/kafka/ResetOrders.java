package io.farmsync.ndvi.job.kafka;

import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears orders to ask upstreams again at once; each process has breakers of its own and hears all
 * of them. Orders from before the start are of no use: a start resets breakers as well.
 */
final class ResetOrders implements TopicFollower.Reading {
  private static final Logger LOG = LoggerFactory.getLogger(ResetOrders.class);
  private static final TopicPartition ALL =
      new TopicPartition(Topics.NDVI_BREAKER_RESETS.name(), 0);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Upstream upstream;

  ResetOrders(Upstream upstream) {
    this.upstream = upstream;
  }

  @Override
  public void follow(KafkaConsumer<byte[], byte[]> consumer, BooleanSupplier goesOn) {
    consumer.assign(List.of(ALL));
    consumer.seekToEnd(List.of(ALL));
    while (goesOn.getAsBoolean()) {
      if (!consumer.poll(POLL).isEmpty()) {
        LOG.info("Breakers are reset by order");
        upstream.resetBreakers();
      }
    }
  }
}
