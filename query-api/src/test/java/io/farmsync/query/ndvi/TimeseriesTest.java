package io.farmsync.query.ndvi;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.Examples;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeseriesTest {

  private static final UUID FARM = UUID.fromString("0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60");

  /** 1970-01-01 was a Thursday, so weekly buckets are Thursdays. */
  private static final LocalDate THURSDAY = LocalDate.parse("2026-02-26");

  private static final Buckets ONE_WEEK = new Buckets(THURSDAY, THURSDAY.plusDays(6), 7);

  @ParameterizedTest
  @CsvSource({
    "2026-02-24, 2026-03-12, 7, 2026-02-26 2026-03-05 2026-03-12",
    "2026-02-27, 2026-03-04, 7, ''",
    "2026-02-26, 2026-02-26, 7, 2026-02-26",
    "2026-02-26, 2026-02-28, 1, 2026-02-26 2026-02-27 2026-02-28",
    "1969-12-20, 1970-01-05, 7, 1969-12-25 1970-01-01"
  })
  void bucketsLieOnAGridThatDoesNotMoveWithTheRange(
      LocalDate start, LocalDate end, int step, String dates) {
    assertThat(new Buckets(start, end, step).dates().stream().map(LocalDate::toString).toList())
        .isEqualTo(dates.isEmpty() ? List.of() : List.of(dates.split(" ", -1)));
  }

  @Test
  void aWindowThatSlidesByADayMeetsTheSameBuckets() {
    var today = new Buckets(THURSDAY.minusDays(30), THURSDAY.plusDays(1), 7).dates();
    var tomorrow = new Buckets(THURSDAY.minusDays(29), THURSDAY.plusDays(2), 7).dates();
    assertThat(today).isEqualTo(tomorrow);
  }

  @Test
  void theLeastCloudyObservationWithinFiveDaysStandsForABucket() {
    assertThat(chosen(30, on(0, 0.2), on(-5, 0.1), on(6, 0.0))).isEqualTo(THURSDAY.minusDays(5));
  }

  @Test
  void anUnknownShareOfCloudComesLast() {
    assertThat(chosen(30, on(0, null), on(5, 0.29))).isEqualTo(THURSDAY.plusDays(5));
    assertThat(chosen(30, on(0, null))).isEqualTo(THURSDAY);
  }

  @Test
  void ofEqualCloudTheNearestDayIsChosenThenTheEarliest() {
    assertThat(chosen(30, on(-3, 0.1), on(2, 0.1))).isEqualTo(THURSDAY.plusDays(2));
    assertThat(chosen(30, on(2, 0.1), on(-2, 0.1))).isEqualTo(THURSDAY.minusDays(2));
  }

  @Test
  void bucketsWithoutAnObservationUnderTheCloudLimitAreMissing() {
    var series = Timeseries.of(ONE_WEEK, 10, List.of(on(0, 0.11)));
    assertThat(series.values()).isEmpty();
    assertThat(series.missing()).containsExactly(THURSDAY);
  }

  private static LocalDate chosen(int maxCloud, Observation... observations) {
    var series = Timeseries.of(ONE_WEEK, maxCloud, List.of(observations));
    assertThat(series.missing()).isEmpty();
    assertThat(series.values()).hasSize(1);
    assertThat(series.values().getFirst().bucket()).isEqualTo(THURSDAY);
    return series.values().getFirst().observation().date();
  }

  private static Observation on(int daysFromThursday, @Nullable Double cloud) {
    var date = THURSDAY.plusDays(daysFromThursday);
    return Observation.of(Examples.observed(FARM, "ndvi", date, 0.6, cloud));
  }
}
