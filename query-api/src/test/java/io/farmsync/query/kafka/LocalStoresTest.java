package io.farmsync.query.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.query.Examples;
import io.farmsync.query.ViewDriver;
import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.ndvi.Engine;
import io.farmsync.query.ndvi.StateRule;
import io.farmsync.query.topology.OpenStores;
import io.farmsync.query.topology.View;
import io.farmsync.query.topology.ViewTopology;
import io.farmsync.query.topology.Views;
import io.farmsync.query.topology.Views.KeyRange;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of the views in memory is always what the stores hold. */
class LocalStoresTest {

  private static final String TENANT = "tenant-one";
  private static final KeyRange LIST = Views.listOf(TENANT);
  private static final LocalDate DAY = LocalDate.parse("2026-02-27");
  private static final long SEED = 20260301;

  @TempDir Path folder;
  private final OpenStores open = new OpenStores();
  private final LocalStores stores =
      new LocalStores(
          () -> {
            throw new ViewUnavailable("all partitions are folded here, or none");
          },
          open);
  private TopologyTestDriver driver;

  @BeforeEach
  void open() {
    var topology =
        new ViewTopology(
            (_, _) -> {}, _ -> {}, (_, _) -> {}, new StateRule(Engine.STAC, 30, 30), open);
    driver = ViewDriver.open(topology, folder, Examples.NOON);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aListAndItsLengthFollowEachChangeOfItsFarms() {
    var random = new Random(SEED);
    var versions = new long[60];
    var longest = 0;
    for (int change = 0; change < 400; change++) {
      // by turns more come and more leave, so that the list passes the length that is kept
      boolean isGrowing = change / 100 % 2 == 0;
      int farm = random.nextInt(versions.length);
      boolean isActive = random.nextInt(4) != 0 == isGrowing;
      publish(farm, ++versions[farm], isActive);
      var expected = stored(Views.FARMS_OF_TENANT, LIST, false);
      assertThat(read(Views.FARMS_OF_TENANT, LIST, false)).isEqualTo(expected);
      assertThat(stores.value(Views.FARM_COUNTS, 0, TENANT, false).orElse(0L))
          .isEqualTo(expected.size());
      longest = Math.max(longest, expected.size());
    }
    assertThat(longest).isGreaterThan(30);
  }

  @Test
  void theNewestObservationsFollowEachResultAndThePurge() {
    var random = new Random(SEED);
    UUID farm = id(0);
    var series = Views.observationsOf(farm, "ndvi", Engine.STAC.wireName());
    publish(0, 1, true);
    assertThat(read(Views.OBSERVATIONS, series, true)).isEmpty();
    for (int result = 0; result < 100; result++) {
      var day = DAY.plusDays(random.nextInt(40));
      var observed = Examples.observed(farm, "ndvi", day, random.nextDouble(), 0.0);
      send(Topics.NDVI_RESULTS, farm, observed);
      var expected = stored(Views.OBSERVATIONS, series, true);
      assertThat(expected).isNotEmpty();
      assertThat(read(Views.OBSERVATIONS, series, true)).isEqualTo(expected);
    }
    var purged = Examples.farm(farm, TENANT, 2, Examples.BBOX, created(0), false);
    send(
        Topics.FARM_EVENTS,
        farm,
        Examples.event(FarmEvent.Type.PURGED, purged.purged("client", Examples.NOON)));
    assertThat(read(Views.OBSERVATIONS, series, true)).isEmpty();
  }

  @Test
  void partOfARangeIsReadFromTheStore() {
    UUID farm = id(0);
    publish(0, 1, true);
    for (int day = 0; day < 10; day++) {
      send(
          Topics.NDVI_RESULTS,
          farm,
          Examples.observed(farm, "ndvi", DAY.plusDays(day), 0.1 * day, 0.0));
    }
    var part =
        new KeyRange(
            Views.observationKey(farm, "ndvi", "stac", DAY.plusDays(2)),
            Views.observationKey(farm, "ndvi", "stac", DAY.plusDays(8)));
    assertThat(read(Views.OBSERVATIONS, part, false)).hasSize(7);
    assertThat(read(Views.OBSERVATIONS, part, true)).hasSize(7);
    var all = new KeyRange("", "\uffff");
    assertThat(read(Views.FARMS_OF_TENANT, all, false)).hasSize(1);
    assertThat(read(Views.FARM_COUNTS, all, false)).hasSize(1);
  }

  @Test
  void nothingIsKeptOfATimeWhenThePartitionWasFoldedHereBefore() {
    publish(0, 1, true);
    assertThat(read(Views.FARMS_OF_TENANT, LIST, false)).hasSize(1);
    assertThat(stores.value(Views.FARM_COUNTS, 0, TENANT, false)).contains(1L);
    driver.close();
    assertThatThrownBy(() -> read(Views.FARMS_OF_TENANT, LIST, false))
        .isInstanceOf(ViewUnavailable.class);
    assertThatThrownBy(() -> stores.value(Views.FARM_COUNTS, 0, TENANT, false))
        .isInstanceOf(ViewUnavailable.class);
    open(); // the driver has deleted what was there
    assertThat(read(Views.FARMS_OF_TENANT, LIST, false)).isEmpty();
    assertThat(stores.value(Views.FARM_COUNTS, 0, TENANT, false)).isEmpty();
  }

  private void publish(int farm, long version, boolean isActive) {
    var state = Examples.farm(id(farm), TENANT, version, Examples.BBOX, created(farm), isActive);
    var type = isActive ? FarmEvent.Type.RESTORED : FarmEvent.Type.RETIRED;
    send(
        Topics.FARM_EVENTS,
        id(farm),
        Examples.event(version == 1 ? FarmEvent.Type.REGISTERED : type, state));
  }

  private <V> void send(Topic<V> topic, UUID key, V value) {
    ViewDriver.pipe(driver, topic.name(), key.toString(), JsonSerde.of(topic).write(value));
  }

  private <V> List<KeyValue<String, V>> read(View<V> view, KeyRange range, boolean isDescending) {
    return entries(stores.range(view, 0, range, isDescending, false));
  }

  private <V> List<KeyValue<String, V>> stored(View<V> view, KeyRange range, boolean isDescending) {
    var store = driver.<String, V>getKeyValueStore(view.store());
    return entries(
        isDescending
            ? store.reverseRange(range.from(), range.to())
            : store.range(range.from(), range.to()));
  }

  private static <V> List<KeyValue<String, V>> entries(KeyValueIterator<String, V> range) {
    var entries = new ArrayList<KeyValue<String, V>>();
    try (range) {
      range.forEachRemaining(entries::add);
    }
    return entries;
  }

  private static UUID id(int farm) {
    return new UUID(7, farm);
  }

  private static Instant created(int farm) {
    return Examples.NOON.plusSeconds(farm);
  }
}
