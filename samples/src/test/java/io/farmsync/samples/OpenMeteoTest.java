package io.farmsync.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenMeteoTest {

  private static final Instant NOW = Instant.parse("2026-05-04T09:52:00Z");
  private static final String HOURLY =
      "hourly=temperature_2m,precipitation,wind_speed_10m,cloudcover";

  private final Http http = new Http();
  private SampleUpstreams upstreams;

  @BeforeAll
  void start() throws Exception {
    upstreams = SampleUpstreams.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC)).start();
  }

  @AfterAll
  void close() {
    upstreams.close();
    http.close();
  }

  @Test
  void onePlaceIsAnObjectSeveralAreAnArrayInTheOrderAsked() throws Exception {
    var one = forecast("latitude=50.7&longitude=4.1&current=temperature_2m");
    assertThat(one.isObject()).isTrue();
    var many = forecast("latitude=50.7,-1.3,50.7&longitude=4.1,36.8,4.1&current=temperature_2m");
    assertThat(many.isArray()).isTrue();
    assertThat(many.valueStream().map(place -> place.get("latitude").doubleValue()))
        .containsExactly(50.7, -1.3, 50.7);
    assertThat(many.get(0).has("location_id")).isFalse();
    assertThat(many.get(2).get("location_id").asInt()).isEqualTo(2);
    assertThat(many.get(0).get("current")).isEqualTo(one.get("current"));
  }

  @Test
  void valuesAreTheRecordedOnesUnderShiftedDates() throws Exception {
    var recorded =
        new SampleData()
            .json("weather/open-meteo/archive_hourly_4_months_with_nulls.json")
            .get("hourly")
            .get("temperature_2m")
            .valueStream()
            .limit(121 * 24)
            .map(JsonNode::doubleValue)
            .toList();
    var hours =
        forecast("latitude=0&longitude=0&hourly=temperature_2m&forecast_days=16").get("hourly");
    assertThat(hours.get("time").get(0).asString()).isEqualTo("2026-05-04T00:00");
    assertThat(hours.get("temperature_2m").valueStream().map(JsonNode::doubleValue).toList())
        .isEqualTo(recorded.subList(0, 16 * 24));
  }

  @ParameterizedTest
  @CsvSource({"kmh, km/h, 1", "ms, m/s, 3.6", "kn, kn, 1.852", "mph, mp/h, 1.609344"})
  void windComesInTheUnitAskedFor(String unit, String name, double factor) throws Exception {
    var recorded = forecast("latitude=0&longitude=0&hourly=wind_speed_10m");
    var asked = forecast("latitude=0&longitude=0&hourly=wind_speed_10m&wind_speed_unit=" + unit);
    assertThat(asked.get("hourly_units").get("wind_speed_10m").asString()).isEqualTo(name);
    for (int hour = 0; hour < 48; hour++) {
      assertThat(asked.get("hourly").get("wind_speed_10m").get(hour).doubleValue() * factor)
          .isCloseTo(
              recorded.get("hourly").get("wind_speed_10m").get(hour).doubleValue(), within(0.02));
    }
  }

  @Test
  void anImperialRecordingIsAnsweredInMetricUnits() throws Exception {
    var place = "latitude=0.1&longitude=0&"; // lives in the Toronto recording
    var celsius = forecast(place + "daily=temperature_2m_max,precipitation_sum&timezone=GMT");
    var fahrenheit = forecast(place + "daily=temperature_2m_max&temperature_unit=fahrenheit");
    assertThat(celsius.get("elevation").doubleValue()).isEqualTo(165.0);
    assertThat(celsius.get("daily_units").get("temperature_2m_max").asString()).isEqualTo("°C");
    assertThat(celsius.get("daily_units").get("precipitation_sum").asString()).isEqualTo("mm");
    assertThat(celsius.get("daily").get("temperature_2m_max").get(0).doubleValue())
        .isCloseTo(
            (fahrenheit.get("daily").get("temperature_2m_max").get(0).doubleValue() - 32) / 1.8,
            within(0.01));
  }

  @Test
  void aDayIsFoldedFromItsLocalHours() throws Exception {
    var answer =
        forecast(
            "latitude=50.7&longitude=4.1&timezone=Africa/Nairobi&hourly=temperature_2m,precipitation"
                + "&daily=temperature_2m_min,temperature_2m_max,precipitation_sum&forecast_days=3");
    assertThat(answer.get("utc_offset_seconds").asInt()).isEqualTo(10_800);
    assertThat(answer.get("daily").get("time").get(0).asString()).isEqualTo("2026-05-04");
    var secondDay = statistics(answer.get("hourly").get("temperature_2m"), 24, 48);
    assertThat(answer.get("daily").get("temperature_2m_min").get(1).doubleValue())
        .isEqualTo(secondDay.getMin());
    assertThat(answer.get("daily").get("temperature_2m_max").get(1).doubleValue())
        .isEqualTo(secondDay.getMax());
    assertThat(answer.get("daily").get("precipitation_sum").get(1).doubleValue())
        .isCloseTo(
            statistics(answer.get("hourly").get("precipitation"), 24, 48).getSum(), within(0.01));
  }

  @Test
  void aZoneMovesTheClockNotTheWeather() throws Exception {
    var utc = forecast("latitude=50.7&longitude=4.1&hourly=temperature_2m").get("hourly");
    var nairobi =
        forecast("latitude=50.7&longitude=4.1&hourly=temperature_2m&timezone=Africa/Nairobi")
            .get("hourly");
    assertThat(nairobi.get("time").get(3).asString()).isEqualTo("2026-05-04T03:00");
    assertThat(nairobi.get("temperature_2m").get(3)).isEqualTo(utc.get("temperature_2m").get(0));
  }

  @Test
  void currentIsTheRunningHourAtTheLastQuarter() throws Exception {
    var answer =
        forecast("latitude=50.7&longitude=4.1&current=temperature_2m&hourly=temperature_2m");
    assertThat(answer.get("current").get("time").asString()).isEqualTo("2026-05-04T09:45");
    assertThat(answer.get("current").get("temperature_2m"))
        .isEqualTo(answer.get("hourly").get("temperature_2m").get(9));
  }

  @Test
  void hoursAndDaysAreCountedApart() throws Exception {
    var answer =
        forecast(
            "latitude=50.7&longitude=4.1&%s&daily=temperature_2m_max&forecast_days=15&forecast_hours=170"
                .formatted(HOURLY));
    assertThat(answer.get("hourly").get("time")).hasSize(170);
    assertThat(answer.get("hourly").get("time").get(0).asString()).isEqualTo("2026-05-04T09:00");
    assertThat(answer.get("daily").get("time")).hasSize(15);
  }

  @Test
  void pastDaysAndDateRangesShowOneSeries() throws Exception {
    var past =
        forecast(
            "latitude=50.7&longitude=4.1&daily=temperature_2m_max&past_days=2&forecast_days=1");
    assertThat(past.get("daily").get("time").valueStream().map(JsonNode::asString))
        .containsExactly("2026-05-02", "2026-05-03", "2026-05-04");
    var archive =
        get(
            "/v1/archive?latitude=50.7&longitude=4.1&daily=temperature_2m_max&start_date=2026-05-02&end_date=2026-05-04");
    assertThat(Http.json(archive).get("daily")).isEqualTo(past.get("daily"));
  }

  @Test
  void aVariableThatExistsButWasNotRecordedIsNull() throws Exception {
    var answer = forecast("latitude=50.7&longitude=4.1&" + HOURLY);
    assertThat(answer.get("hourly").get("cloudcover")).hasSize(168).allMatch(JsonNode::isNull);
    assertThat(answer.get("hourly").get("temperature_2m")).noneMatch(JsonNode::isNull);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latitude=91&longitude=0&current=temperature_2m | Latitude must be in range of -90 to 90°. Given: 91.0.",
        "latitude=1,2&longitude=0&current=temperature_2m | Parameter 'latitude' and 'longitude' must have the same number of elements",
        "latitude=1&longitude=0&hourly=love | Data corrupted at path ''. Cannot initialize ForecastVariable from invalid String value love.",
        "latitude=1&longitude=0&start_date=2020-01-01&end_date=2020-01-02 | Parameter 'start_date' is out of allowed range from 2026-02-01 to 2026-05-20",
        "latitude=1&longitude=0&timezone=Moon/Base | Invalid timezone"
      })
  void aWrongWishIsAnsweredWithTheReason(String query, String reason) throws Exception {
    var response = get("/v1/forecast?" + query);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Http.json(response).get("error").asBoolean()).isTrue();
    assertThat(Http.json(response).get("reason").asString()).isEqualTo(reason);
  }

  @Test
  void placesDiffer() throws Exception {
    var answer =
        forecast(
            "latitude=50.7,50.8,51.3&longitude=4.1,3.1,5.3&daily=temperature_2m_max&forecast_days=3");
    assertThat(answer.valueStream().map(place -> place.get("daily")).distinct()).hasSize(3);
    assertThat(List.of(165.0, 857.0)).contains(answer.get(0).get("elevation").doubleValue());
  }

  private JsonNode forecast(String query) throws Exception {
    var response = get("/v1/forecast?" + query);
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    return Http.json(response);
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return http.get(URI.create(upstreams.openMeteoUrl() + path));
  }

  private static DoubleSummaryStatistics statistics(JsonNode values, int from, int to) {
    return values
        .valueStream()
        .skip(from)
        .limit(to - from)
        .mapToDouble(JsonNode::doubleValue)
        .summaryStatistics();
  }
}
