package io.farmsync.weather.topology;

import static io.farmsync.schemas.WeatherReport.Provider.NASA_POWER;
import static io.farmsync.schemas.WeatherReport.Provider.OPEN_METEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherDays;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Current;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import io.farmsync.schemas.WeatherRequest;
import io.farmsync.schemas.WeatherWanted;
import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.weather.Farms;
import io.farmsync.weather.cell.CellRules;
import io.farmsync.weather.cell.History;
import io.farmsync.weather.cell.RefreshPlan.Use;
import io.farmsync.weather.topology.TopologySettings.Pace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeatherTopologyTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String HERE = "50.7,4.1";
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);

  @TempDir Path state;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TopologyTestDriver driver;
  private TestInputTopic<String, FarmState> farms;
  private TestInputTopic<String, WeatherAnswer> answers;
  private TestInputTopic<String, WeatherWanted> wants;
  private TestOutputTopic<String, WeatherDays> days;
  private TestOutputTopic<String, WeatherRequest> requests;
  private TestOutputTopic<String, WeatherReport> reports;

  @BeforeEach
  void start() {
    var kafka = new KafkaSettings("none:9092", (short) 1, state.toString(), Map.of());
    var pace =
        new Pace(
            Use.ALWAYS,
            Duration.ofMinutes(50),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            Duration.ofMinutes(5));
    var settings =
        new TopologySettings(
            "weather-ingestor",
            1,
            Duration.ofMillis(50),
            Duration.ofMinutes(10),
            Duration.ofDays(7),
            pace,
            pace,
            2);
    var config = WeatherStreams.config(kafka, settings);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    var topology =
        WeatherStreams.topology(
            config, new CellRules(settings.plan()), new History(2), new CellMetrics(meters));
    var properties = new Properties();
    config.forEach((name, value) -> properties.put(name, value));
    driver = new TopologyTestDriver(topology, properties, NOON);
    farms = input(Topics.FARMS);
    answers = input(Topics.WEATHER_ANSWERS);
    wants = input(Topics.WEATHER_WANTED);
    days = output(Topics.WEATHER_DAYS);
    requests = output(Topics.WEATHER_REQUESTS);
    reports = output(Topics.WEATHER_REPORTS);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void theFirstFarmOfACellMakesOneRequestPerProvider() {
    put(Farms.active(ONE, 50.74, 4.06, 1));
    var made = requests.readRecordsToList();
    assertThat(made).extracting(TestRecord::key).containsOnly(HERE);
    assertThat(made)
        .extracting(TestRecord::value)
        .containsExactlyInAnyOrder(
            new WeatherRequest(HERE, 50.7, 4.1, WeatherRequest.Reason.FIRST_FARM, NOON, OPEN_METEO),
            new WeatherRequest(
                HERE, 50.7, 4.1, WeatherRequest.Reason.FIRST_FARM, NOON, NASA_POWER));
  }

  @Test
  void aThousandFarmsOfOneCellCostNoMore() {
    for (int i = 0; i < 1000; i++) {
      put(Farms.active(new UUID(1, i), 50.74, 4.06, 1));
    }
    assertThat(requested()).hasSize(2);
  }

  @Test
  void aRepeatedStateIsNotCountedTwice() {
    put(Farms.active(ONE, 50.74, 4.06, 1));
    put(Farms.active(ONE, 50.74, 4.06, 1));
    put(Farms.active(ONE, 50.74, 4.06, 1));
    put(Farms.retired(ONE, 50.74, 4.06, 2));
    requested();
    warmUp(NOON);
    driver.advanceWallClockTime(Duration.ofHours(2));
    assertThat(requested()).as("nobody needs it").isEmpty();
  }

  @Test
  void aFarmThatMovesTakesItsNeedAlong() {
    put(Farms.active(ONE, 50.74, 4.06, 1));
    put(Farms.active(ONE, 51.94, 5.06, 2));
    assertThat(requested()).contains("50.7,4.1", "51.9,5.1");
    warmUp(NOON);
    driver.advanceWallClockTime(Duration.ofHours(1));
    assertThat(requested()).isNotEmpty().doesNotContain(HERE);
  }

  @Test
  void aStateThatArrivesLateDoesNotMoveTheFarmBack() {
    put(Farms.active(ONE, 51.94, 5.06, 2));
    requested();
    put(Farms.active(ONE, 50.74, 4.06, 1));
    assertThat(requested()).isEmpty();
  }

  @Test
  void theLastFarmsLeavingStopsTheRefreshButNotTheSecondLasts() {
    put(Farms.active(ONE, 50.74, 4.06, 1));
    put(Farms.active(TWO, 50.71, 4.09, 1));
    warmUp(NOON);
    requested();
    put(Farms.retired(ONE, 50.74, 4.06, 2));
    driver.advanceWallClockTime(Duration.ofMinutes(51));
    assertThat(requested()).contains(HERE);
    farms.pipeInput(TWO.toString(), (FarmState) null); // purged
    warmUp(NOON.plus(Duration.ofMinutes(51)));
    driver.advanceWallClockTime(Duration.ofHours(3));
    assertThat(requested()).isEmpty();
  }

  @Test
  void aReportIsRenewedBeforeTheHourIsOver() {
    put(Farms.active(ONE, 50.74, 4.06, 1));
    warmUp(NOON);
    requested();
    driver.advanceWallClockTime(Duration.ofMinutes(38));
    assertThat(requested()).isEmpty();
    driver.advanceWallClockTime(Duration.ofMinutes(13));
    assertThat(requests())
        .extracting(WeatherRequest::reason)
        .containsOnly(WeatherRequest.Reason.REFRESH);
  }

  @Test
  void anAnswerBecomesAReportThatKeepsTheOtherProvidersPart() {
    put(Farms.active(ONE, 50.74, 4.06, 1));
    answers.pipeInput(HERE, good(OPEN_METEO, 7.0, NOON));
    answers.pipeInput(HERE, good(NASA_POWER, 5.0, NOON));
    answers.pipeInput(HERE, good(OPEN_METEO, 8.0, NOON.plusSeconds(60)));
    var published = reports.readValuesToList();
    assertThat(published).hasSize(3);
    assertThat(published.getLast().providers().get(OPEN_METEO))
        .isEqualTo(part(8.0, NOON.plusSeconds(60)));
    assertThat(published.getLast().providers().get(NASA_POWER)).isEqualTo(part(5.0, NOON));
    assertThat(published.getLast().timeZone()).isEqualTo("Africa/Nairobi");
  }

  @Test
  void aFailurePublishesNothingAndIsTriedAgain() {
    put(Farms.active(ONE, 50.74, 4.06, 1));
    answers.pipeInput(HERE, good(OPEN_METEO, 7.0, NOON));
    requested();
    reports.readValuesToList();
    answers.pipeInput(HERE, failed(NOON.plusSeconds(30)));
    assertThat(reports.isEmpty()).isTrue();
    driver.advanceWallClockTime(Duration.ofSeconds(15));
    assertThat(requests()).extracting(WeatherRequest::provider).containsExactly(OPEN_METEO);
  }

  @Test
  void repeatedAnswersPublishOnce() {
    put(Farms.active(ONE, 50.74, 4.06, 1));
    answers.pipeInput(HERE, good(OPEN_METEO, 7.0, NOON));
    answers.pipeInput(HERE, good(OPEN_METEO, 7.0, NOON));
    answers.pipeInput(HERE, good(OPEN_METEO, 6.0, NOON.minusSeconds(60)));
    assertThat(reports.readValuesToList()).hasSize(1);
  }

  @Test
  void aCellThatNobodyNeedsIsForgottenAfterAWeek() {
    put(Farms.active(ONE, 50.74, 4.06, 1));
    warmUp(NOON);
    put(Farms.retired(ONE, 50.74, 4.06, 2));
    reports.readValuesToList();
    driver.advanceWallClockTime(Duration.ofDays(7).minusSeconds(1));
    assertThat(reports.isEmpty()).isTrue();
    driver.advanceWallClockTime(Duration.ofSeconds(2));
    var tombstone = reports.readRecord();
    assertThat(tombstone.key()).isEqualTo(HERE);
    assertThat(tombstone.value()).isNull();
  }

  @Test
  void aWantedCellIsFetchedOnceWarmAndForgottenAgain() {
    wants.pipeInput(HERE, wanted(null));
    wants.pipeInput(HERE, wanted(null));
    assertThat(requests())
        .extracting(WeatherRequest::reason)
        .containsExactly(WeatherRequest.Reason.POINT, WeatherRequest.Reason.POINT);
    warmUp(NOON);
    assertThat(reports.readValuesToList()).isNotEmpty();
    driver.advanceWallClockTime(Duration.ofDays(6));
    assertThat(requests()).as("nobody renews it").isEmpty();
    driver.advanceWallClockTime(Duration.ofDays(1).plusSeconds(1));
    assertThat(reports.readRecordsToList())
        .anyMatch(record -> record.key().equals(HERE) && record.getValue() == null);
  }

  @Test
  void wantedPastDaysAreAskedOfNasaPowerAndKeptWithoutTouchingTheReport() {
    var past =
        new WeatherRequest.Days(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-02"));
    wants.pipeInput(HERE, wanted(past));
    assertThat(requests())
        .containsExactly(
            new WeatherRequest(
                HERE, 50.7, 4.1, WeatherRequest.Reason.GAP_FILL, NOON, NASA_POWER, past));
    var told = new Day(LocalDate.parse("2026-01-01"), 1.0, 2.0, 0.0, null);
    answers.pipeInput(
        HERE,
        new WeatherAnswer(
            HERE,
            50.7,
            4.1,
            NASA_POWER,
            "Africa/Nairobi",
            NOON,
            new ProviderReport(NOON, null, List.of(), List.of(told)),
            null,
            past));
    assertThat(days.readValue().days())
        .containsExactly(told, new Day(LocalDate.parse("2026-01-02"), null, null, null, null));
    assertThat(reports.isEmpty()).isTrue();
    assertThat(requests.isEmpty()).isTrue();
  }

  @Test
  void aCorrectedDayIsKeptBesideTheFormerOne() {
    put(Farms.active(ONE, 50.74, 4.06, 1));
    var yesterday = LocalDate.parse("2026-02-28");
    var first = new Day(yesterday, 1.0, 2.0, 0.0, 3.0);
    var corrected = new Day(yesterday, 1.0, 2.5, 0.0, 3.0);
    answers.pipeInput(HERE, answered(NOON, first));
    answers.pipeInput(HERE, answered(NOON.plusSeconds(60), first));
    answers.pipeInput(HERE, answered(NOON.plusSeconds(120), corrected));
    assertThat(days.readValuesToList())
        .extracting(WeatherDays::days)
        .containsExactly(List.of(first), List.of(corrected));
  }

  private static WeatherWanted wanted(WeatherRequest.@Nullable Days days) {
    return new WeatherWanted(HERE, 50.7, 4.1, days, NOON);
  }

  private static WeatherAnswer answered(Instant at, Day... days) {
    var report = new ProviderReport(at, null, List.of(), List.of(days));
    return answer(HERE, OPEN_METEO, at, report, null);
  }

  @Test
  void recordsCarryTheirTypeAndTheTraceOfTheirCause() {
    var farm = Farms.active(ONE, 50.74, 4.06, 1);
    var record = new TestRecord<>(ONE.toString(), farm);
    record.headers().add("traceparent", "00-trace".getBytes(StandardCharsets.UTF_8));
    record.headers().add("tenant", "tenant-one".getBytes(StandardCharsets.UTF_8));
    farms.pipeInput(record);
    var headers = requests.readRecord().headers();
    assertThat(new String(headers.lastHeader("traceparent").value(), StandardCharsets.UTF_8))
        .isEqualTo("00-trace");
    assertThat(new String(headers.lastHeader("ce_type").value(), StandardCharsets.UTF_8))
        .isEqualTo("weather.requested.v1");
    assertThat(headers.lastHeader("tenant")).isNull();
  }

  @Test
  void anUnreadableRecordGoesToItsDeadLettersAndTheNextIsServed() {
    var raw =
        driver.createInputTopic(
            Topics.FARMS.name(), new StringSerializer(), new ByteArraySerializer());
    raw.pipeInput("broken", "<html>".getBytes(StandardCharsets.UTF_8));
    raw.pipeInput(
        "half", "{\"external_farm_id\":null,\"version\":1}".getBytes(StandardCharsets.UTF_8));
    put(Farms.active(ONE, 50.74, 4.06, 1));
    var letters =
        driver.createOutputTopic(
            Topics.FARMS.deadLetters(), new StringDeserializer(), new ByteArrayDeserializer());
    assertThat(letters.readRecordsToList())
        .extracting(TestRecord::key)
        .containsExactly("broken", "half");
    assertThat(requested()).isNotEmpty();
  }

  @Test
  void howLongTheLongestWaitingCellIsDueIsVisible() {
    put(Farms.active(ONE, 50.74, 4.06, 1));
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(meters.get("weather.refresh.overdue").gauge().value()).isZero();
  }

  @Test
  void theAgeOfTheOldestReportThatFarmsNeedIsVisible() {
    put(Farms.active(ONE, 50.74, 4.06, 1));
    answers.pipeInput(HERE, good(OPEN_METEO, 7.0, NOON.minusSeconds(600)));
    wants.pipeInput("10.0,10.0", new WeatherWanted("10.0,10.0", 10, 10, null, NOON));
    answers.pipeInput(
        "10.0,10.0",
        answer("10.0,10.0", OPEN_METEO, NOON.minusSeconds(9000), part(1.0, NOON), null));
    driver.advanceWallClockTime(Duration.ofSeconds(30));
    assertThat(
            meters.get("weather.report.oldest").tag("provider", "open_meteo").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .max())
        .hasValue(630);
  }

  private void put(FarmState farm) {
    farms.pipeInput(farm.externalFarmId().toString(), farm);
  }

  private void warmUp(Instant at) {
    for (var cell : List.of(HERE, "51.9,5.1")) {
      answers.pipeInput(cell, answer(cell, OPEN_METEO, at, part(7.0, at), null));
      answers.pipeInput(cell, answer(cell, NASA_POWER, at, part(5.0, at), null));
    }
  }

  private List<WeatherRequest> requests() {
    return requests.readValuesToList();
  }

  private List<String> requested() {
    var cells = new ArrayList<String>();
    requests().forEach(request -> cells.add(request.cell()));
    return cells;
  }

  private <V> TestInputTopic<String, V> input(Topic<V> topic) {
    return driver.createInputTopic(
        topic.name(), new StringSerializer(), JsonSerde.of(topic).serializer());
  }

  private <V> TestOutputTopic<String, V> output(Topic<V> topic) {
    return driver.createOutputTopic(
        topic.name(), new StringDeserializer(), JsonSerde.of(topic).deserializer());
  }

  private static ProviderReport part(double temperature, Instant at) {
    return new ProviderReport(at, new Current(at, temperature, 1.0), List.of(), List.of());
  }

  private static WeatherAnswer good(
      WeatherReport.Provider provider, double temperature, Instant at) {
    return answer(HERE, provider, at, part(temperature, at), null);
  }

  private static WeatherAnswer failed(Instant at) {
    var failure = new WeatherAnswer.Failure(WeatherAnswer.Code.TIMEOUT, "silence", null);
    return answer(HERE, OPEN_METEO, at, null, failure);
  }

  private static WeatherAnswer answer(
      String cell,
      WeatherReport.Provider provider,
      Instant at,
      @Nullable ProviderReport report,
      WeatherAnswer.@Nullable Failure failure) {
    int comma = cell.indexOf(',');
    return new WeatherAnswer(
        cell,
        Double.parseDouble(cell.substring(0, comma)),
        Double.parseDouble(cell.substring(comma + 1)),
        provider,
        "Africa/Nairobi",
        at,
        report,
        failure);
  }
}
