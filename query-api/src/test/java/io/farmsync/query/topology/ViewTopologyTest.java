package io.farmsync.query.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.Examples;
import io.farmsync.query.ViewDriver;
import io.farmsync.query.ndvi.Engine;
import io.farmsync.query.ndvi.StateRule;
import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviSample;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.JsonSerde;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewTopologyTest {

  private static final UUID FARM = UUID.fromString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60");
  private static final LocalDate DAY = LocalDate.parse("2026-02-27");
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final String OBSERVATION_KEY = Views.observationKey(FARM, "ndvi", "stac", DAY);

  @TempDir Path folder;
  private final List<ProducerRecord<byte[], byte[]>> globalDeadLetters = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();
  private final OpenStores stores = new OpenStores();
  private TopologyTestDriver driver;

  @BeforeEach
  void open() {
    var topology =
        new ViewTopology(
            (topic, letter) -> counted.add(topic + " " + letter.code()),
            globalDeadLetters::add,
            (farm, version) -> told.add(farm + " " + version),
            new StateRule(Engine.STAC, 30, 30),
            stores);
    driver = ViewDriver.open(topology, folder, START);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void farmsOfATenantAreListedNewestFirstAndCounted() {
    var first = register("tenant-one", Instant.parse("2026-01-01T00:00:00Z"));
    var third = register("tenant-one", Instant.parse("2026-01-01T00:00:00.000002Z"));
    var second = register("tenant-one", Instant.parse("2026-01-01T00:00:00.000001Z"));
    register("tenant", Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(listOf("tenant-one"))
        .containsExactly(third.toString(), second.toString(), first.toString());
    assertThat(count("tenant-one")).isEqualTo(3);
    assertThat(count("tenant")).isEqualTo(1);
  }

  @Test
  void anEventThatComesAgainIsCountedOnce() {
    var event = Examples.registered(Examples.farm(FARM, "tenant-one", 1));
    publish(event);
    publish(event);
    assertThat(listOf("tenant-one")).hasSize(1);
    assertThat(count("tenant-one")).isEqualTo(1);
  }

  @Test
  void aRetiredFarmLeavesTheListAndALateEventDoesNotBringItBack() {
    var registered = Examples.registered(Examples.farm(FARM, "tenant-one", 1));
    publish(registered);
    publish(
        Examples.event(
            FarmEvent.Type.RETIRED,
            Examples.farm(FARM, "tenant-one", 2, Examples.BBOX, Examples.NOON, false)));
    publish(registered);
    assertThat(listOf("tenant-one")).isEmpty();
    assertThat(count("tenant-one")).isZero();
  }

  @Test
  void aRestoredFarmIsListedAgain() {
    publish(Examples.registered(Examples.farm(FARM, "tenant-one", 1)));
    publish(
        Examples.event(
            FarmEvent.Type.RETIRED,
            Examples.farm(FARM, "tenant-one", 2, Examples.BBOX, Examples.NOON, false)));
    publish(Examples.event(FarmEvent.Type.RESTORED, Examples.farm(FARM, "tenant-one", 3)));
    assertThat(listOf("tenant-one")).containsExactly(FARM.toString());
    assertThat(count("tenant-one")).isEqualTo(1);
  }

  @Test
  void storesCanBeReadDirectlyUntilTheirTaskIsClosed() {
    publish(Examples.registered(Examples.farm(FARM, "tenant-one", 1)));
    var open = stores.find(Views.FARMS, 0);
    assertThat(open).isNotNull();
    assertThat(open.get(FARM.toString()).id()).isEqualTo(FARM);
    driver.close();
    assertThat(stores.find(Views.FARMS, 0)).isNull();
    assertThat(stores.find(Views.OBSERVATIONS, 0)).isNull();
    open();
    assertThat(stores.find(Views.FARMS, 0)).isNotNull();
  }

  @Test
  void aPurgeErasesAFarmWithAllThatWasDerivedOfItAndLateResultsFindNothing() {
    var other = UUID.fromString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f61");
    publish(Examples.registered(Examples.farm(FARM, "tenant-one", 1)));
    publish(Topics.NDVI_RESULTS, FARM, Examples.observed(FARM, "ndvi", DAY, 0.6, 0.0));
    publish(Topics.NDVI_RESULTS, FARM, Examples.observed(FARM, "ndwi", DAY, 0.1, 0.0));
    publish(Topics.NDVI_RESULTS, other, Examples.observed(other, "ndvi", DAY, 0.6, 0.0));
    publish(purge());
    publish(Topics.NDVI_RESULTS, FARM, Examples.observed(FARM, "ndmi", DAY, 0.1, 0.0));
    publish(Topics.NDVI_SAMPLES, FARM, sample(0.3, START));
    publish(Examples.registered(Examples.farm(FARM, "tenant-one", 1)));
    var remembered = store(Views.FARMS).get(FARM.toString());
    assertThat(remembered.isPurged()).isTrue();
    assertThat(remembered.state().name()).isEqualTo("purged");
    assertThat(listOf("tenant-one")).isEmpty();
    assertThat(count("tenant-one")).isZero();
    assertThat(keys(Views.FARMS_OF_USER)).isEmpty();
    assertThat(keys(Views.FARMS_BY_PLACE)).isEmpty();
    assertThat(keys(Views.FARMS_BY_STATE)).containsExactly(Views.STATE_RULE_KEY);
    assertThat(keys(Views.OBSERVATIONS))
        .containsExactly(Views.observationKey(other, "ndvi", "stac", DAY));
  }

  @Test
  void aPurgeThatIsReadBeforeTheResultsLeavesTheSame() {
    publish(purge());
    publish(Topics.NDVI_RESULTS, FARM, Examples.observed(FARM, "ndvi", DAY, 0.6, 0.0));
    assertThat(keys(Views.OBSERVATIONS)).isEmpty();
    assertThat(store(Views.FARMS).get(FARM.toString()).isPurged()).isTrue();
  }

  private static FarmEvent purge() {
    return Examples.event(
        FarmEvent.Type.PURGED,
        Examples.farm(FARM, "tenant-one", 2, Examples.BBOX, Examples.NOON, false)
            .purged("client", Examples.NOON));
  }

  @Test
  void aFarmIsInTheStateOfItsObservationsAndLaterInNone() {
    publish(Examples.registered(Examples.farm(FARM, "tenant-one", 1)));
    assertThat(inState("unknown", DAY)).containsExactly(FARM.toString());
    publish(Topics.NDVI_RESULTS, FARM, Examples.observed(FARM, "ndvi", DAY, 0.6, 0.0));
    publish(Topics.NDVI_RESULTS, FARM, Examples.observed(FARM, "ndwi", DAY, -0.4, 0.0));
    assertThat(inState("full_canopy", DAY)).containsExactly(FARM.toString());
    assertThat(inState("full_canopy", DAY.plusDays(30))).containsExactly(FARM.toString());
    assertThat(inState("full_canopy", DAY.plusDays(31))).isEmpty();
    assertThat(inState("unknown", DAY.plusDays(30))).isEmpty();
    assertThat(inState("unknown", DAY.plusDays(31))).containsExactly(FARM.toString());
  }

  @Test
  void aMovedOrRetiredFarmLeavesTheStateOfItsOldField() {
    publish(Examples.registered(Examples.farm(FARM, "tenant-one", 1)));
    publish(Topics.NDVI_RESULTS, FARM, Examples.observed(FARM, "ndvi", DAY, 0.6, 0.0));
    var elsewhere =
        new Bbox(
            new BigDecimal("1"), new BigDecimal("2"), new BigDecimal("3"), new BigDecimal("4"));
    publish(
        Examples.event(
            FarmEvent.Type.BOUNDARY_CHANGED,
            Examples.farm(FARM, "tenant-one", 2, elsewhere, Examples.NOON, true)));
    assertThat(inState("full_canopy", DAY)).isEmpty();
    assertThat(inState("unknown", DAY)).containsExactly(FARM.toString());
    publish(
        Examples.event(
            FarmEvent.Type.RETIRED,
            Examples.farm(FARM, "tenant-one", 3, elsewhere, Examples.NOON, false)));
    assertThat(keys(Views.FARMS_BY_STATE)).containsExactly(Views.STATE_RULE_KEY);
  }

  private List<String> inState(String state, LocalDate day) {
    var range = Views.farmsInState("tenant-one", state, day);
    var ids = new ArrayList<String>();
    try (var entries = store(Views.FARMS_BY_STATE).range(range.from(), range.to())) {
      entries.forEachRemaining(entry -> {
        if (Views.hasBegun(entry.key, day)) {
          ids.add(entry.value);
        }
      });
    }
    return ids;
  }

  @Test
  void aLateResultOfAnOlderBoundaryNeverReplacesANewerOne() {
    var newer = Examples.observed(FARM, 2, "ndvi", DAY, 0.7, 0.0, Examples.NOON);
    publish(Topics.NDVI_RESULTS, FARM, newer);
    publish(
        Topics.NDVI_RESULTS,
        FARM,
        Examples.observed(FARM, 1, "ndvi", DAY, 0.2, 0.0, Examples.NOON.plusSeconds(60)));
    publish(Topics.NDVI_RESULTS, FARM, newer);
    assertThat(mean()).isEqualTo(0.7);
  }

  @Test
  void aRecomputationReplacesTheValueOfTheSameVersion() {
    publish(Topics.NDVI_RESULTS, FARM, Examples.observed(FARM, "ndvi", DAY, 0.6, 0.0));
    publish(
        Topics.NDVI_RESULTS,
        FARM,
        Examples.observed(FARM, 1, "ndvi", DAY, 0.61, 0.0, Examples.NOON.plusSeconds(1)));
    assertThat(mean()).isEqualTo(0.61);
  }

  @Test
  void indicesOfOneDayDoNotMix() {
    publish(Topics.NDVI_RESULTS, FARM, Examples.observed(FARM, "ndvi", DAY, 0.6, 0.0));
    publish(Topics.NDVI_RESULTS, FARM, Examples.observed(FARM, "ndwi", DAY, -0.4, 0.0));
    assertThat(mean()).isEqualTo(0.6);
  }

  @Test
  void samplesOfADayDoNotMixWithMeasuredValuesAndTheLaterOneCounts() {
    publish(Topics.NDVI_RESULTS, FARM, Examples.observed(FARM, "ndvi", DAY, 0.6, 0.0));
    publish(Topics.NDVI_SAMPLES, FARM, sample(0.3, START.plusSeconds(1)));
    publish(Topics.NDVI_SAMPLES, FARM, sample(0.2, START));
    send(Topics.NDVI_SAMPLES, UUID.randomUUID().toString(), sample(0.1, START.plusSeconds(2)));

    assertThat(mean()).isEqualTo(0.6);
    var kept = store(Views.OBSERVATIONS).get(Views.observationKey(FARM, "ndvi", "sample", DAY));
    assertThat(kept.mean()).isEqualTo(0.3);
    assertThat(deadLetters(Topics.NDVI_SAMPLES)).hasSize(1);
  }

  private static NdviSample sample(double mean, Instant receivedAt) {
    Instant noon = DAY.atTime(12, 0).toInstant(ZoneOffset.UTC);
    return new NdviSample(FARM, "tenant", 1, noon, mean, mean, mean, "drone-7", null, receivedAt);
  }

  @Test
  void theLatestStateOfAJobIsKeptUntilItsTombstone() {
    var job = Examples.job("job-1", FARM, NdviJob.Status.SUCCESS);
    send(Topics.NDVI_JOBS, "job-1", Examples.job("job-1", FARM, NdviJob.Status.QUEUED));
    send(Topics.NDVI_JOBS, "job-1", job);
    assertThat(store(Views.JOBS).get("job-1")).isEqualTo(job);
    send(Topics.NDVI_JOBS, "job-1", null);
    assertThat(store(Views.JOBS).get("job-1")).isNull();
  }

  @Test
  void jobsAreForgottenWhenTheirTopicForgetsThem() {
    var kept = job("job-2", START.minus(JobFold.KEPT).plusSeconds(7200));
    send(Topics.NDVI_JOBS, "job-1", job("job-1", START.minus(JobFold.KEPT)));
    send(Topics.NDVI_JOBS, "job-2", kept);
    driver.advanceWallClockTime(Duration.ofHours(1));
    assertThat(keys(Views.JOBS)).containsExactly("job-2");
    assertThat(keys(Views.JOBS_OF_SERIES)).containsExactly(Views.seriesJobKey(kept));
  }

  @Test
  void anEarlierWeatherReportNeverReplacesALaterOne() {
    WeatherReport later =
        Examples.report("50.9,4.3", Examples.NOON.plusSeconds(60), List.of(), List.of());
    send(Topics.WEATHER_REPORTS, "50.9,4.3", later);
    send(
        Topics.WEATHER_REPORTS,
        "50.9,4.3",
        Examples.report("50.9,4.3", Examples.NOON, List.of(), List.of()));
    assertThat(store(Views.WEATHER).get("50.9,4.3")).isEqualTo(later);
  }

  @Test
  void whatCannotBeReadGoesToTheDeadLettersWithItsReasonAndBlocksNothing() {
    pipe(Topics.NDVI_RESULTS.name(), FARM.toString(), "no json".getBytes(StandardCharsets.UTF_8));
    publish(Topics.NDVI_RESULTS, FARM, Examples.observed(FARM, "ndvi", DAY, 0.6, 0.0));
    assertThat(mean()).isEqualTo(0.6);
    TestRecord<byte[], byte[]> letter = deadLetters(Topics.NDVI_RESULTS).getFirst();
    assertThat(letter.value()).asString(StandardCharsets.UTF_8).isEqualTo("no json");
    assertThat(EventHeaders.value(letter.headers(), DeadLetter.CODE)).isEqualTo("unreadable");
    assertThat(EventHeaders.value(letter.headers(), DeadLetter.TOPIC)).isEqualTo("ndvi-results");
    assertThat(EventHeaders.value(letter.headers(), DeadLetter.STAGE)).isEqualTo("query-api");
    assertThat(counted).containsExactly("ndvi-results unreadable");
  }

  @Test
  void jsonThatItsSchemaDoesNotAllowIsADeadLetter() {
    pipe(
        Topics.FARM_EVENTS.name(),
        FARM.toString(),
        "{\"type\":\"farm.registered.v1\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(deadLetters(Topics.FARM_EVENTS)).hasSize(1);
    assertThat(counted).containsExactly("farm-events unusable");
  }

  @Test
  void aRecordUnderAnotherFarmsKeyIsADeadLetter() {
    publish(Topics.NDVI_RESULTS, new UUID(1, 1), Examples.observed(FARM, "ndvi", DAY, 0.6, 0.0));
    assertThat(keys(Views.OBSERVATIONS)).isEmpty();
    assertThat(deadLetters(Topics.NDVI_RESULTS)).hasSize(1);
  }

  @Test
  void anUnreadableWeatherReportLeavesTheLastGoodOne() {
    var good = Examples.report("50.9,4.3", Examples.NOON, List.of(), List.of());
    send(Topics.WEATHER_REPORTS, "50.9,4.3", good);
    pipe(Topics.WEATHER_REPORTS.name(), "50.9,4.3", new byte[] {1, 2, 3});
    assertThat(store(Views.WEATHER).get("50.9,4.3")).isEqualTo(good);
    assertThat(globalDeadLetters)
        .singleElement()
        .satisfies(letter -> assertThat(letter.topic()).isEqualTo("weather-reports-dlt"));
  }

  private static NdviJob job(String id, Instant created) {
    return Examples.job(id, FARM, NdviJob.Status.SUCCESS, created);
  }

  private UUID register(String tenant, Instant created) {
    UUID id = UUID.randomUUID();
    publish(Examples.registered(Examples.farm(id, tenant, 1, Examples.BBOX, created, true)));
    return id;
  }

  private void publish(FarmEvent event) {
    publish(Topics.FARM_EVENTS, event.externalFarmId(), event);
  }

  private <V> void publish(Topic<V> topic, UUID key, @Nullable V value) {
    send(topic, key.toString(), value);
  }

  private <V> void send(Topic<V> topic, String key, @Nullable V value) {
    pipe(topic.name(), key, JsonSerde.of(topic).write(value));
  }

  private void pipe(String topic, String key, byte @Nullable [] value) {
    ViewDriver.pipe(driver, topic, key, value);
  }

  private List<TestRecord<byte[], byte[]>> deadLetters(Topic<?> topic) {
    return driver
        .createOutputTopic(
            topic.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private <V> org.apache.kafka.streams.state.KeyValueStore<String, V> store(View<V> view) {
    return driver.getKeyValueStore(view.store());
  }

  private List<String> keys(View<?> view) {
    var keys = new ArrayList<String>();
    try (var entries = store(view).all()) {
      entries.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private List<String> listOf(String tenant) {
    var range = Views.listOf(tenant);
    var ids = new ArrayList<String>();
    try (var entries = store(Views.FARMS_OF_TENANT).range(range.from(), range.to())) {
      entries.forEachRemaining(entry -> ids.add(entry.value));
    }
    return ids;
  }

  private @Nullable Long count(String tenant) {
    return store(Views.FARM_COUNTS).get(tenant);
  }

  private @Nullable Double mean() {
    return store(Views.OBSERVATIONS).get(OBSERVATION_KEY).mean();
  }
}
