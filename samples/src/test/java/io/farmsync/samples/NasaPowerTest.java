package io.farmsync.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NasaPowerTest {

  private static final String PLACE =
      "latitude=50.7&longitude=4.1&community=AG&format=JSON&time-standard=UTC";

  private final Http http = new Http();
  private SampleUpstreams upstreams;

  @BeforeAll
  void start() throws Exception {
    var now = Clock.fixed(Instant.parse("2026-05-04T09:52:00Z"), ZoneOffset.UTC);
    upstreams = SampleUpstreams.builder().clock(now).start();
  }

  @AfterAll
  void close() {
    upstreams.close();
    http.close();
  }

  @Test
  void daysCarryRecordedValuesAndTheNewestThreeTheFillValue() throws Exception {
    var answer =
        Http.json(get("parameters=T2M_MIN,T2M_MAX,PRECTOTCORR&start=20260427&end=20260504"));
    var values = answer.get("properties").get("parameter");
    assertThat(values.propertyNames())
        .containsExactlyInAnyOrder("T2M_MIN", "T2M_MAX", "PRECTOTCORR");
    assertThat(values.get("T2M_MIN").propertyNames()).hasSize(8).contains("20260427", "20260504");
    assertThat(values.get("T2M_MIN").get("20260501").doubleValue())
        .isLessThan(values.get("T2M_MAX").get("20260501").doubleValue())
        .isGreaterThan(-50);
    for (var day : new String[] {"20260502", "20260503", "20260504"}) {
      assertThat(values.get("PRECTOTCORR").get(day).doubleValue()).isEqualTo(-999.0);
    }
    assertThat(answer.get("header").get("fill_value").doubleValue()).isEqualTo(-999.0);
    assertThat(answer.get("header").get("time_standard").asString()).isEqualTo("UTC");
    assertThat(answer.get("parameters").get("PRECTOTCORR").get("units").asString())
        .isEqualTo("mm/day");
  }

  @Test
  void theSameDayHasTheSameValueWhateverTheRange() throws Exception {
    var wide = values("20260101", "20260430");
    var narrow = values("20260310", "20260310");
    assertThat(narrow.get("20260310")).isEqualTo(wide.get("20260310"));
  }

  @Test
  void anUnknownParameterIsRefusedAsRecorded() throws Exception {
    var response = get("parameters=T2M,NAO_EXISTE&start=20260427&end=20260428");
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(Http.json(response))
        .isEqualTo(new SampleData().json("weather/nasa-power/errors/422_unknown_parameter.json"));
  }

  @Test
  void brokenDatesAreRefused() throws Exception {
    assertThat(get("parameters=T2M&start=2026-04-27&end=20260428").statusCode()).isEqualTo(422);
    assertThat(get("parameters=T2M&start=20260429&end=20260428").statusCode()).isEqualTo(422);
  }

  private JsonNode values(String start, String end) throws Exception {
    var answer = Http.json(get("parameters=T2M_MAX&start=" + start + "&end=" + end));
    return answer.get("properties").get("parameter").get("T2M_MAX");
  }

  private HttpResponse<byte[]> get(String query) throws Exception {
    return http.get(
        URI.create(upstreams.nasaPowerUrl() + "/api/temporal/daily/point?" + PLACE + "&" + query));
  }
}
