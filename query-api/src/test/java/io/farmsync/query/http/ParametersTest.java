package io.farmsync.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.farmsync.platform.envelope.Refusal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ParametersTest {

  private final MockHttpServletRequest request = new MockHttpServletRequest();
  private final Parameters parameters = new Parameters(request);

  @ParameterizedTest
  @CsvSource({
    "2026-03-01, 2026-03-01",
    "3/1/2026, 2026-03-01",
    "03/01/2026, 2026-03-01",
    "12/31/2025, 2025-12-31"
  })
  void bothFormsOfDatesAreRead(String text, LocalDate date) {
    request.setParameter("start", text);
    assertThat(parameters.date("start")).isEqualTo(date);
    assertThat(parameters.isRight()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "2/30/2026",
        "13/1/2026",
        "2026-3-1",
        "+12026-01-01",
        "now",
        "20260301"
      })
  void whatIsNoDateIsRefusedByName(String text) {
    request.setParameter("start", text);
    parameters.date("start");
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(parameters::refuseIfWrong)
        .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400))
        .satisfies(refusal ->
            assertThat(refusal.errors())
                .isEqualTo(Map.of("start", List.of("Not a date; use YYYY-MM-DD or M/D/YYYY."))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "31", "1.5", "NaN", "seven", "99999999999999999999"})
  void numbersOutOfTheirRangeAreRefused(String text) {
    request.setParameter("step_days", text);
    parameters.whole("step_days", 7, 1, 30);
    assertThat(parameters.isRight()).isFalse();
  }

  @Test
  void absentAndEmptyNumbersAreTheStandard() {
    request.setParameter("step_days", " ");
    assertThat(parameters.whole("step_days", 7, 1, 30)).isEqualTo(7);
    assertThat(parameters.whole("max_cloud", 30, 0, 100)).isEqualTo(30);
    assertThat(parameters.isRight()).isTrue();
  }

  @Test
  void aClampedNumberMayBeAnySize() {
    request.setParameter("lookback_days", "1000000000000");
    assertThat(parameters.wholeAtMost("lookback_days", 14, 1, 370)).isEqualTo(370);
    assertThat(parameters.isRight()).isTrue();
  }

  @Test
  void allMistakesAreToldTogether() {
    request.setParameter("step_days", "0");
    request.setParameter("other", "1");
    parameters.date("start");
    parameters.whole("step_days", 7, 1, 30);
    parameters.allowOnly(List.of("step_days"));
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(parameters::refuseIfWrong)
        .satisfies(refusal ->
            assertThat(refusal.errors()).containsOnlyKeys("start", "step_days", "other"));
  }
}
