package io.farmsync.query.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.query.freshness.CatchUp;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker how far the views are. The ends are those at the first question: what comes later
 * does not keep the service from becoming ready.
 */
final class CatchUpProbe {

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private @Nullable Map<TopicPartition, Long> begins;
  private @Nullable Map<TopicPartition, Long> ends;

  CatchUpProbe(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * How far the views are now.
   *
   * @throws ExecutionException if the broker refuses
   * @throws TimeoutException if it does not answer
   */
  synchronized CatchUp ask() throws ExecutionException, InterruptedException, TimeoutException {
    try (var admin = Admin.create(settings.client("query-api-readiness"))) {
      var begin = begins == null ? offsets(admin, OffsetSpec.earliest()) : begins;
      var end = ends == null ? offsets(admin, OffsetSpec.latest()) : ends;
      begins = begin;
      ends = end;
      return CatchUp.of(begin, end, committed(admin));
    }
  }

  private static Map<TopicPartition, Long> offsets(Admin admin, OffsetSpec spec)
      throws ExecutionException, InterruptedException, TimeoutException {
    var wanted =
        ViewMeasure.sources().stream().collect(Collectors.toMap(partition -> partition, _ -> spec));
    var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    var found = within(admin.listOffsets(wanted, options).all());
    var offsets = new HashMap<TopicPartition, Long>();
    found.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }

  private static Map<TopicPartition, Long> committed(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(ViewMeasure.sources());
    var result = admin.listConsumerGroupOffsets(Map.of(ViewStreams.APPLICATION, spec));
    var offsets = new HashMap<TopicPartition, Long>();
    within(result.partitionsToOffsetAndMetadata(ViewStreams.APPLICATION))
        .forEach((partition, offset) -> {
          if (offset != null) {
            offsets.put(partition, offset.offset());
          }
        });
    return offsets;
  }

  private static <T> T within(org.apache.kafka.common.KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
