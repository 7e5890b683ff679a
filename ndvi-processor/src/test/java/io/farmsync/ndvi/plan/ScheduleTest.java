package io.farmsync.ndvi.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.JobType;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final ZoneId NAIROBI = ZoneId.of("Africa/Nairobi"); // UTC+3, no summer time
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z"); // a Sunday
  private static final Duration WINDOW = Duration.ofHours(2);

  @Test
  void everyFarmHasOneTurnADayInTheWindowBehindTheTime() {
    Schedule daily = schedule(List.of(LocalTime.of(3, 15)), Optional.empty());
    var farm = farm(7, 0.05, 0.05);

    Instant first = daily.after(NOON, farm);
    Instant second = daily.after(first, farm);

    assertThat(first)
        .isBetween(Instant.parse("2026-03-02T00:15:00Z"), Instant.parse("2026-03-02T02:15:00Z"));
    assertThat(Duration.between(first, second)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void farmsAreSpreadOverTheWindowInsteadOfOneBurst() {
    Schedule daily = schedule(List.of(LocalTime.of(3, 15)), Optional.empty());
    Instant opens = Instant.parse("2026-03-02T00:15:00Z");

    int[] perTwelfth = new int[12];
    LongStream.range(0, 12_000)
        .mapToObj(
            i -> daily.after(NOON, farm(i, i % 100 * 0.1 + 0.05, (i - i % 100) * 0.001 + 0.05)))
        .forEach(due -> perTwelfth[(int) (Duration.between(opens, due).toMinutes() / 10)]++);

    assertThat(java.util.Arrays.stream(perTwelfth).boxed().toList())
        // 1,043 in the middle, 782 at the edges, which few neighbourhoods reach
        .allSatisfy(farms -> assertThat(farms).isBetween(650, 1200));
  }

  @Test
  void neighboursComeTogetherSoThatTheyShareWhatIsRead() {
    Schedule daily = schedule(List.of(LocalTime.of(3, 15)), Optional.empty());

    List<Instant> turns =
        LongStream.range(0, 500)
            .mapToObj(i -> daily.after(NOON, farm(i, 0.1 + i * 0.0001, 0.15)))
            .sorted()
            .toList();

    assertThat(Duration.between(turns.getFirst(), turns.getLast()))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
  }

  @Test
  void severalTimesADayFollowEachOther() {
    Schedule often = schedule(List.of(LocalTime.of(21, 25), LocalTime.of(3, 25)), Optional.empty());
    var farm = farm(1, 0.05, 0.05);

    Instant first = often.after(NOON, farm);
    Instant second = often.after(first, farm);

    assertThat(Duration.between(first, second)).isEqualTo(Duration.ofHours(6));
  }

  @Test
  void weeklyTurnComesOnItsDayOnly() {
    Schedule weekly = schedule(List.of(LocalTime.of(4, 0)), Optional.of(DayOfWeek.SUNDAY));
    var farm = farm(1, 0.05, 0.05);

    Instant first = weekly.after(NOON, farm);

    assertThat(first)
        .isBetween(Instant.parse("2026-03-08T01:00:00Z"), Instant.parse("2026-03-08T03:00:00Z"));
    assertThat(Duration.between(first, weekly.after(first, farm))).isEqualTo(Duration.ofDays(7));
  }

  /** A farm of some 10 m. */
  private static FarmState farm(long number, double south, double west) {
    var box =
        new Bbox(
            BigDecimal.valueOf(south),
            BigDecimal.valueOf(west),
            BigDecimal.valueOf(south + 0.0001),
            BigDecimal.valueOf(west + 0.0001));
    return new FarmState(
        new UUID(number * 31, number),
        "tenant-one",
        "nextcloud",
        "anna",
        "Farm",
        "farm",
        box,
        null,
        null,
        0.01,
        true,
        1,
        NOON,
        NOON);
  }

  private static Schedule schedule(List<LocalTime> times, Optional<DayOfWeek> day) {
    return new Schedule("ndvi", JobType.REFRESH_LATEST, times, day, NAIROBI, WINDOW, 14);
  }
}
