package io.farmsync.platform.lag.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.platform.lag.ClusterLag;
import io.farmsync.platform.lag.ClusterLag.GroupProgress;
import io.farmsync.platform.lag.ClusterLag.PartitionOffsets;
import io.farmsync.platform.lag.ClusterLag.PartitionProgress;
import io.farmsync.platform.lag.ClusterLag.TopicOffsets;
import io.farmsync.platform.lag.ClusterLag.TopicProgress;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LagMetricsTest {

  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final ClusterLag LAG =
      new ClusterLag(
          NOON,
          3,
          List.of(
              new TopicOffsets(
                  "farm-events",
                  List.of(
                      new PartitionOffsets(0, 10, 250, Optional.of(2), true, 3, 3),
                      new PartitionOffsets(1, 0, 40, Optional.empty(), false, 3, 2))),
              new TopicOffsets(
                  "farm-events-dlt",
                  List.of(new PartitionOffsets(0, 5, 8, Optional.of(2), true, 3, 3)))),
          List.of(
              new GroupProgress(
                  "query-views",
                  2,
                  Map.of(
                      "farm-events",
                      new TopicProgress(
                          List.of(
                              new PartitionProgress(0, 200, 50), new PartitionProgress(1, -1, 40)),
                          Duration.ofSeconds(90))))));

  @Test
  void namesAndLabelsAreThoseOfKafkaExporter() {
    assertThat(scrapedAt(NOON.plusSeconds(5)))
        .contains(
            "kafka_brokers 3.0",
            "kafka_topic_partitions{topic=\"farm-events\"} 2.0",
            "kafka_topic_partition_current_offset{partition=\"0\",topic=\"farm-events\"} 250.0",
            "kafka_topic_partition_oldest_offset{partition=\"0\",topic=\"farm-events\"} 10.0",
            "kafka_topic_partition_leader{partition=\"0\",topic=\"farm-events\"} 2.0",
            "kafka_topic_partition_leader{partition=\"1\",topic=\"farm-events\"} -1.0",
            "kafka_topic_partition_leader_is_preferred{partition=\"0\",topic=\"farm-events\"} 1.0",
            "kafka_topic_partition_replicas{partition=\"0\",topic=\"farm-events\"} 3.0",
            "kafka_topic_partition_in_sync_replica{partition=\"1\",topic=\"farm-events\"} 2.0",
            "kafka_topic_partition_under_replicated_partition{partition=\"0\",topic=\"farm-events\"}"
                + " 0.0",
            "kafka_topic_partition_under_replicated_partition{partition=\"1\",topic=\"farm-events\"}"
                + " 1.0",
            "kafka_consumergroup_members{consumergroup=\"query-views\"} 2.0",
            "kafka_consumergroup_current_offset{consumergroup=\"query-views\",partition=\"0\",topic=\"farm-events\"}"
                + " 200.0",
            "kafka_consumergroup_lag{consumergroup=\"query-views\",partition=\"0\",topic=\"farm-events\"}"
                + " 50.0",
            "kafka_consumergroup_lag{consumergroup=\"query-views\",partition=\"1\",topic=\"farm-events\"}"
                + " 40.0",
            "kafka_consumergroup_lag_sum{consumergroup=\"query-views\",topic=\"farm-events\"} 90.0",
            "kafka_consumergroup_current_offset_sum{consumergroup=\"query-views\",topic=\"farm-events\"}"
                + " 200.0",
            "kafka_consumergroup_oldest_unprocessed_seconds{consumergroup=\"query-views\",topic=\"farm-events\"}"
                + " 90.0");
  }

  @Test
  void deadLettersAreCountedWhileTheyAreKept() {
    assertThat(scrapedAt(NOON))
        .contains("farm_dead_letters{topic=\"farm-events-dlt\"} 3.0")
        .noneMatch(line -> line.startsWith("farm_dead_letters{topic=\"farm-events\"}"));
  }

  @Test
  void aReadingThatIsNoLongerRenewedDisappears() {
    assertThat(scrapedAt(NOON.plusSeconds(60))).contains("kafka_brokers 3.0");
    assertThat(scrapedAt(NOON.plusSeconds(61))).noneMatch(line -> line.startsWith("kafka_"));
  }

  private static List<String> scrapedAt(Instant now) {
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var metrics = new LagMetrics(Clock.fixed(now, ZoneOffset.UTC));
    meters.getPrometheusRegistry().register(metrics);
    metrics.show(LAG);
    return meters.scrape("text/plain").lines().toList();
  }
}
