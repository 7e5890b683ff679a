package io.farmsync.weather.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.schemas.Topics;
import io.farmsync.weather.provider.Allowance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedQuotaTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:10:00Z");

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final SharedQuota quota = new SharedQuota(new Allowance(24, 48), consumer);

  @Test
  void anInstanceMaySpendTheShareOfItsPartitions() {
    assign(6);
    assertThat(quota.allows(12, NOON)).isTrue();
    assertThat(quota.allows(13, NOON)).isFalse();
    quota.onPartitionsRevoked(List.of(partition(0)));
    assertThat(quota.allows(11, NOON)).isFalse();
  }

  @Test
  void theHourFillsUpAgainAndTheDayDoesNot() {
    assign(12);
    spend(24, NOON);
    assertThat(quota.allows(1, NOON)).isFalse();
    var later = Spent.nextHour(NOON);
    assertThat(later).isEqualTo(Instant.parse("2026-03-01T13:00:00Z"));
    spend(24, later);
    assertThat(quota.allows(1, later.plusSeconds(3600))).as("the day is spent").isFalse();
    assertThat(quota.allows(24, NOON.plusSeconds(86_400))).isTrue();
  }

  @Test
  void whatWasSpentMovesWithThePartition() {
    assign(12);
    spend(20, NOON);
    var committed = quota.commit();
    var next = new MockConsumer<byte[], byte[]>("earliest");
    next.assign(committed.keySet());
    next.commitSync(committed);
    var heir = new SharedQuota(new Allowance(24, 48), next);
    heir.onPartitionsAssigned(committed.keySet());
    assertThat(heir.allows(4, NOON)).isTrue();
    assertThat(heir.allows(5, NOON)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "spent", "spent 1h:-2 3d:4", "leader"})
  void whatIsNoCountIsNone(String metadata) {
    var all = partitions(12);
    consumer.assign(all);
    consumer.commitSync(Map.of(all.getFirst(), new OffsetAndMetadata(0, metadata)));
    quota.onPartitionsAssigned(all);
    assertThat(quota.allows(24, NOON)).isTrue();
  }

  private void assign(int count) {
    var partitions = partitions(count);
    consumer.assign(partitions);
    partitions.forEach(partition -> consumer.seek(partition, 0));
    quota.onPartitionsAssigned(partitions);
  }

  private void spend(int places, Instant at) {
    for (int i = 0; i < places; i++) {
      quota.spend(partition(i % 12), at);
    }
  }

  private static List<TopicPartition> partitions(int count) {
    return IntStream.range(0, count).mapToObj(SharedQuotaTest::partition).toList();
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition(Topics.WEATHER_REQUESTS.name(), number);
  }
}
