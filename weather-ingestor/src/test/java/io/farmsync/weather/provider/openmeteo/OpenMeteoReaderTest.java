package io.farmsync.weather.provider.openmeteo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.farmsync.samples.SampleData;
import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherReport.Current;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import io.farmsync.weather.provider.Place;
import io.farmsync.weather.upstream.UnreadableException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenMeteoReaderTest {

  private static final Instant NOW = Instant.parse("2026-03-06T02:10:00Z");
  private static final String FOLDER = "weather/open-meteo/";

  private final SampleData data = new SampleData();
  private final OpenMeteoReader reader = new OpenMeteoReader(ZoneId.of("Africa/Nairobi"));

  @Test
  void imperialUnitsAreReadFromTheirBlocksAndConverted() throws Exception {
    var report = recorded("forecast_current_hourly_daily_imperial.json");
    var current = report.current();
    assertThat(current)
        .isEqualTo(
            new Current(Instant.parse("2026-03-06T02:00:00Z"), 0.33, 5.9)); // 32.6 °F, 13.2 mph
    assertThat(report.daily()).hasSize(8);
    var day = report.daily().get(1);
    assertThat(day.day()).isEqualTo(LocalDate.parse("2026-03-05"));
    assertThat(day.tMaxC()).isCloseTo((39.3 - 32) / 1.8, within(0.006));
    assertThat(day.precipitationMm()).isCloseTo(0.114 * 25.4, within(0.006));
    assertThat(report.hourly()).hasSize(192).allMatch(hour -> hour.cloudCoverPct() == null);
  }

  @Test
  void theOffsetOfTheAnswerHoldsAcrossAChangeOfTheClocks() throws Exception {
    var hours = recorded("forecast_current_hourly_daily_imperial.json").hourly();
    // Toronto changes its clocks on 2026-03-08 at 02:00; the answer stays at UTC-5 and has every
    // hour
    assertThat(hours.getFirst().timestamp()).isEqualTo(Instant.parse("2026-03-04T05:00:00Z"));
    for (int i = 1; i < hours.size(); i++) {
      assertThat(hours.get(i).timestamp())
          .isEqualTo(hours.get(i - 1).timestamp().plusSeconds(3600));
    }
  }

  @Test
  void halfHourZonesAreKept() throws Exception {
    var report = recorded("forecast_hourly_agro_adelaide.json");
    assertThat(report.hourly().getFirst().timestamp())
        .isEqualTo(Instant.parse("2026-07-15T14:30:00Z"));
    assertThat(report.hourly().getFirst().temperatureC()).isEqualTo(6.5);
    assertThat(report.hourly().getFirst().windSpeedMps()).isEqualTo(2.6);
    assertThat(report.current()).isNull();
    assertThat(report.daily()).isEmpty();
  }

  @Test
  void theZoneOfTheDaysIsTheAnswersOwn() throws Exception {
    var body = data.bytes(FOLDER + "forecast_hourly_agro_adelaide.json");
    assertThat(reader.read(body, places(1), NOW).getFirst().timeZone())
        .isEqualTo("Australia/Adelaide");
  }

  @Test
  void fourPlacesComeInTheOrderAskedEvenIfTwoShareAGridCell() throws Exception {
    var body = data.bytes(FOLDER + "forecast_four_locations.json");
    var answers = reader.read(body, places(4), NOW);
    assertThat(answers)
        .extracting(WeatherAnswer::cell)
        .containsExactly("0.0,0.0", "1.0,0.0", "2.0,0.0", "3.0,0.0");
    assertThat(answers)
        .extracting(answer -> report(answer).current())
        .extracting(current -> current == null ? null : current.temperatureC())
        .containsExactly(15.9, 10.1, 10.3, 10.3);
    assertThat(report(answers.get(1)).current())
        .isEqualTo(new Current(Instant.parse("2026-10-06T08:30:00Z"), 10.1, 3.25)); // 11.7 km/h
  }

  @Test
  void hoursThatTheArchiveLacksAreAbsent() throws Exception {
    var hours = recorded("archive_hourly_4_months_with_nulls.json").hourly();
    assertThat(hours).hasSize(2928);
    assertThat(hours.subList(2928 - 24, 2928))
        .allMatch(hour ->
            hour.temperatureC() == null
                && hour.precipitationMm() == null
                && hour.windSpeedMps() == null);
    assertThat(hours.getFirst().windSpeedMps()).isEqualTo(1.25); // 4.5 km/h
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "archive_hourly_agro_adelaide.json",
        "archive_hourly_daily_1953.json",
        "forecast_current_15min_hourly_daily.json",
        "forecast_several_models.json"
      })
  void unknownVariablesAndBlocksDoNotDisturb(String file) throws Exception {
    var report = recorded(file);
    assertThat(report.hourly()).isNotEmpty();
  }

  @Test
  void aPartialRecordingKeepsWhatItHas() throws Exception {
    var report = recorded("archive_hourly_daily_1953.json");
    assertThat(report.hourly().getFirst().temperatureC()).isEqualTo(5.8);
    assertThat(report.hourly().getFirst().precipitationMm()).isNull();
    assertThat(report.daily().getFirst().precipitationMm()).isEqualTo(11.9);
    assertThat(report.daily().getFirst().tMinC()).isNull();
  }

  @Test
  void anAnswerWithoutBlocksIsNoReport() throws Exception {
    assertThat(failure("forecast_nothing_asked.json"))
        .contains("neither current nor hourly nor daily");
  }

  @Test
  void aBareNanIsNotJson() {
    var body = data.bytes(FOLDER + "errors/200_not_json_nan.txt");
    assertThatThrownBy(() -> reader.read(body, places(1), NOW))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("not JSON");
  }

  @Test
  void anErrorBodyWithStatus200IsNoReport() throws Exception {
    assertThat(failure("errors/503_overloaded.json")).contains("The service is overloaded");
  }

  @Test
  void anUnknownUnitIsRefusedForItsPlaceOnly() throws Exception {
    var body =
        """
        [{"hourly_units":{"temperature_2m":"K"},"hourly":{"time":["2026-03-01T00:00"],"temperature_2m":[280]}},
         {"location_id":1,"hourly_units":{"temperature_2m":"°C"},"hourly":{"time":["2026-03-01T00:00"],"temperature_2m":[7]}}]
        """;
    var answers = reader.read(body.getBytes(UTF_8), places(2), NOW);
    var failure = answers.get(0).failure();
    assertThat(failure).isNotNull();
    assertThat(failure.message()).contains("unit of temperature_2m: K (expected: °C)");
    assertThat(report(answers.get(1)).hourly().getFirst().temperatureC()).isEqualTo(7);
  }

  @Test
  void valuesWithoutOffsetAreInTheZoneAsked() throws Exception {
    var body = "{\"hourly\":{\"time\":[\"2026-03-01T03:00\"],\"windspeed_10m\":[2.5]}}";
    var hour =
        report(reader.read(body.getBytes(UTF_8), places(1), NOW).getFirst()).hourly().getFirst();
    assertThat(hour.timestamp()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
    assertThat(hour.windSpeedMps()).isEqualTo(2.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"hourly\":{\"time\":[\"2026-03-01T00:00\"],\"temperature_2m\":[1,2]}}",
        "{\"hourly\":{\"temperature_2m\":[1]}}",
        "{\"hourly\":{\"time\":[\"yesterday\"],\"temperature_2m\":[1]}}",
        "{\"daily\":{\"time\":[\"2026-13-01\"]}}",
        "{\"current\":{\"temperature_2m\":1}}"
      })
  void aBodyThatContradictsItselfIsNotPublished(String body) throws Exception {
    assertThat(reader.read(body.getBytes(UTF_8), places(1), NOW).getFirst().failure()).isNotNull();
  }

  @Test
  void extendedMeasuresOfARecordingAreReadByTheNamesOfTheirList() throws Exception {
    var report = recorded("forecast_hourly_agro_adelaide.json");
    assertThat(report.hourlyExtended())
        .containsOnlyKeys("relative_humidity_pct", "reference_evapotranspiration_mm");
    assertThat(report.hourlyExtended().get("relative_humidity_pct")).hasSameSizeAs(report.hourly());
    assertThat(report.extendedOf(0)).containsKey("relative_humidity_pct");
  }

  @Test
  void aBrokenExtendedMeasureIsLeftOutAndTheRestStands() throws Exception {
    var body =
        """
        {"hourly_units":{"soil_moisture_1_to_3cm":"%"},
         "hourly":{"time":["2026-03-01T00:00","2026-03-01T01:00"],"temperature_2m":[7,8],
          "relative_humidity_2m":[80],"soil_temperature_6cm":[5.5,null],"soil_moisture_1_to_3cm":[30,31],
          "shortwave_radiation":[-5,9999]}}
        """;
    var report = report(reader.read(body.getBytes(UTF_8), places(1), NOW).getFirst());
    assertThat(report.hourlyExtended()).containsOnlyKeys("soil_temperature_c");
    assertThat(report.extendedOf(0)).containsEntry("soil_temperature_c", 5.5);
    assertThat(report.extendedOf(1)).isEmpty();
    assertThat(report.hourly().getLast().temperatureC()).isEqualTo(8);
  }

  @Test
  void valuesThatTheEarthDoesNotHaveAreAbsent() throws Exception {
    var body =
        "{\"hourly\":{\"time\":[\"2026-03-01T00:00\"],\"temperature_2m\":[-999],\"cloud_cover\":[\"high\"]}}";
    var hour =
        report(reader.read(body.getBytes(UTF_8), places(1), NOW).getFirst()).hourly().getFirst();
    assertThat(hour.temperatureC()).isNull();
    assertThat(hour.cloudCoverPct()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{},{}]", "{}", "7", "[{\"location_id\":1},{},{}]", "[1,2,3]"})
  void anAnswerForOtherPlacesThanAskedIsNotGuessedAt(String body) {
    assertThatThrownBy(() -> reader.read(body.getBytes(UTF_8), places(3), NOW))
        .isInstanceOf(UnreadableException.class);
  }

  private ProviderReport recorded(String file) throws UnreadableException {
    return report(reader.read(data.bytes(FOLDER + file), places(1), NOW).getFirst());
  }

  private String failure(String file) throws UnreadableException {
    var failure = reader.read(data.bytes(FOLDER + file), places(1), NOW).getFirst().failure();
    assertThat(failure).isNotNull();
    return failure.message();
  }

  private static ProviderReport report(WeatherAnswer answer) {
    assertThat(answer.failure()).isNull();
    var report = answer.report();
    assertThat(report).isNotNull();
    return report;
  }

  private static List<Place> places(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Place(i + ".0,0.0", i, 0)).toList();
  }
}
