package io.farmsync.query.ndvi;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.Examples;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DerivedSeriesTest {

  private static final LocalDate FIRST = LocalDate.parse("2026-01-01");

  @Test
  void sixtyGoodScenesGiveSixtyValues() {
    var observations = IntStream.range(0, 60).mapToObj(i -> on(i * 5, 0.6)).toList();
    var series = DerivedSeries.of(SpectralIndex.NDVI, observations);
    assertThat(observations)
        .allSatisfy(one -> assertThat(series.at(one.date(), one).selected()).isEqualTo(0.6));
    var fourth = observations.get(3);
    assertThat(series.at(fourth.date(), fourth).confidence()).isGreaterThan(0.9);
  }

  @Test
  void aValueDependsOnThoseBeforeItOnly() {
    var rising = List.of(on(0, 0.3), on(5, 0.4), on(10, 0.5), on(15, 0.6));
    var series = DerivedSeries.of(SpectralIndex.NDVI, rising);
    assertThat(series.at(rising.get(2).date(), rising.get(2)).smoothed()).isEqualTo(0.4);
    var shorter = DerivedSeries.of(SpectralIndex.NDVI, rising.subList(0, 3));
    assertThat(shorter.at(rising.get(2).date(), rising.get(2)))
        .isEqualTo(series.at(rising.get(2).date(), rising.get(2)));
  }

  private static Observation on(int day, double mean) {
    return Observation.of(
        Examples.observed(new UUID(1, 1), "ndvi", FIRST.plusDays(day), mean, 0.02));
  }
}
