package io.farmsync.weather.provider.nasapower;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.samples.SampleData;
import io.farmsync.schemas.ExtendedParameter;
import io.farmsync.schemas.WeatherReport.Current;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.weather.upstream.UnreadableException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NasaPowerReaderTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final SampleData data = new SampleData();
  private final NasaPowerReader reader = new NasaPowerReader(ZoneId.of("Africa/Nairobi"));

  @Test
  void recordedDaysKeepTheirUtcDate() throws Exception {
    var report = reader.read(data.bytes("weather/nasa-power/daily_point_ok.json"), NOW);
    assertThat(report.daily())
        .containsExactly(
            new Day(
                LocalDate.parse("2024-01-01"), 26.51, 29.54, 0.07, null, extended(74.57, 24.87)),
            new Day(LocalDate.parse("2024-01-02"), 26.6, 29.84, 0.08, null, extended(74.6, 24.19)),
            new Day(
                LocalDate.parse("2024-01-03"), 26.95, 30.56, 1.79, null, extended(77.33, 21.16)));
    assertThat(report.current()).isNull();
    assertThat(report.hourly()).isEmpty();
    assertThat(report.fetchedAt()).isEqualTo(NOW);
  }

  private static Map<String, Double> extended(double humidity, double radiation) {
    return Map.of(
        ExtendedParameter.RELATIVE_HUMIDITY.wireName(), humidity,
        ExtendedParameter.RADIATION_SUM.wireName(), radiation);
  }

  @Test
  void anExtendedMeasureInAnotherUnitIsLeftOut() throws Exception {
    var body =
        "{\"properties\":{\"parameter\":{\"T2M_MIN\":{\"20260228\":4},\"RH2M\":{\"20260228\":0.8},\"ALLSKY_SFC_SW_DWN\":{\"20260228\":-999}}},\"parameters\":{\"RH2M\":{\"units\":\"1\"}}}";
    var day = reader.read(body.getBytes(UTF_8), NOW).daily().getFirst();
    assertThat(day.tMinC()).isEqualTo(4);
    assertThat(day.extended()).isEmpty();
  }

  @Test
  void fillValuesAreAbsence() throws Exception {
    var report = reader.read(data.bytes("weather/nasa-power/daily_point_fill_values.json"), NOW);
    assertThat(report.daily()).hasSize(10);
    assertThat(report.daily().get(6))
        .isEqualTo(new Day(LocalDate.parse("2026-09-26"), null, null, 1.4, null));
    assertThat(report.daily().getLast())
        .isEqualTo(new Day(LocalDate.parse("2026-09-29"), null, null, null, null));
  }

  @Test
  void anotherFillValueIsHonoured() throws Exception {
    var body =
        "{\"header\":{\"fill_value\":-99},\"properties\":{\"parameter\":{\"T2M_MIN\":{\"20260228\":-99,\"20260227\":4}}}}";
    var days = reader.read(body.getBytes(UTF_8), NOW).daily();
    assertThat(days.get(0).tMinC()).isEqualTo(4);
    assertThat(days.get(1).tMinC()).isNull();
  }

  @Test
  void currentIsTheMeanOfYesterdaysExtremesAtLocalMidnight() throws Exception {
    var body =
        "{\"properties\":{\"parameter\":{\"T2M_MIN\":{\"20260228\":4,\"20260301\":-999},\"T2M_MAX\":{\"20260228\":10,\"20260301\":12}}}}";
    assertThat(reader.read(body.getBytes(UTF_8), NOW).current())
        .isEqualTo(new Current(Instant.parse("2026-02-27T21:00:00Z"), 7.0, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "nan",
        "{\"properties\":{\"parameter\":{\"T2M_MIN\":{\"2026022800\":4}}}}",
        "{\"properties\":{\"parameter\":{\"T2M_MIN\":{\"20260228\":280}}},\"parameters\":{\"T2M_MIN\":{\"units\":\"K\"}}}"
      })
  void whatIsNotDailyInKnownUnitsIsNotPublished(String body) {
    assertThatThrownBy(() -> reader.read(body.getBytes(UTF_8), NOW))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void hourlyRecordingsAreNotMistakenForDays() {
    var body = data.bytes("weather/nasa-power/hourly_point_4_months.json");
    assertThatThrownBy(() -> reader.read(body, NOW)).hasMessageContaining("2026040100");
  }

  @Test
  void aRefusalIsNoReport() {
    var body = data.bytes("weather/nasa-power/errors/422_unknown_parameter.json");
    assertThatThrownBy(() -> reader.read(body, NOW)).isInstanceOf(UnreadableException.class);
  }
}
