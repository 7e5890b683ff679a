package io.farmsync.weather.cell;

import static io.farmsync.schemas.WeatherReport.Provider.NASA_POWER;
import static io.farmsync.schemas.WeatherReport.Provider.OPEN_METEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.ProviderReport;
import io.farmsync.schemas.WeatherRequest.Reason;
import io.farmsync.weather.cell.RefreshPlan.Rhythm;
import io.farmsync.weather.cell.RefreshPlan.Use;
import io.farmsync.weather.cell.Step.Ask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellRulesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final CellRules rules = rules(Use.ALWAYS);
  private final Cell fresh = Cell.unknown("50.7,4.1");

  @Test
  void aCellIsNamedByItsCentre() {
    assertThat(Cell.unknown("-1.3,36.8").latitude()).isEqualTo(-1.3);
    assertThat(Cell.unknown("-1.3,-36.8").longitude()).isEqualTo(-36.8);
  }

  @Test
  void theFirstFarmAsksEveryProviderAtOnce() {
    var next = next(rules.farmsCounted(fresh, 1, NOON));
    assertThat(next.asks())
        .containsExactly(
            new Ask(OPEN_METEO, Reason.FIRST_FARM), new Ask(NASA_POWER, Reason.FIRST_FARM));
    assertThat(next.cell().nextDue(rules.plan())).hasValue(NOON.plus(PATIENCE));
  }

  @Test
  void moreFarmsAskForNothing() {
    var cell = after(rules.farmsCounted(fresh, 1, NOON));
    var next = next(rules.farmsCounted(cell, 1000, NOON));
    assertThat(next.asks()).isEmpty();
    assertThat(next.cell().farms()).isEqualTo(1000);
  }

  @Test
  void theSameCountAgainChangesNothing() {
    var cell = after(rules.farmsCounted(fresh, 3, NOON));
    assertThat(rules.farmsCounted(cell, 3, NOON.plusSeconds(1))).isEqualTo(new Step.Unchanged());
  }

  @Test
  void aReportIsRenewedBeforeItIsAnHourOld() {
    var cell = warm(NOON);
    var due = cell.refresh(OPEN_METEO).dueAt();
    assertThat(due).isBetween(NOON.plus(Duration.ofMinutes(39)), NOON.plus(Duration.ofMinutes(50)));
    var next = next(rules.due(cell, due == null ? NOON : due));
    assertThat(next.asks()).containsExactly(new Ask(OPEN_METEO, Reason.REFRESH));
  }

  @Test
  void cellsAreSpreadOverMinutesAndShareThem() {
    var dues =
        IntStream.range(0, 200)
            .mapToObj(i -> rules.plan().renewal(OPEN_METEO, i / 10.0 + "," + i, NOON).orElseThrow())
            .distinct()
            .toList();
    assertThat(dues).hasSizeBetween(8, 12).allMatch(at -> at.getEpochSecond() % 60 == 0);
  }

  @Test
  void aCellThatOnlyReadersWantIsAskedForOnceAndCoolsDown() {
    var wanted = next(rules.wanted(fresh, NOON));
    assertThat(wanted.asks())
        .containsExactly(new Ask(OPEN_METEO, Reason.POINT), new Ask(NASA_POWER, Reason.POINT));
    assertThat(rules.wanted(wanted.cell(), NOON.plusSeconds(5)))
        .as("on the way")
        .isEqualTo(new Step.Unchanged());
    var warm = after(rules.answered(wanted.cell(), good(OPEN_METEO, NOON), NOON));
    assertThat(rules.due(warm, NOON.plus(Duration.ofHours(2))))
        .as("nobody renews it")
        .isEqualTo(new Step.Unchanged());
    assertThat(rules.due(warm, NOON.plus(rules.plan().forgetAfter())))
        .isEqualTo(new Step.Forgotten());
  }

  @Test
  void aCellThatHasGrownOldIsFetchedAgainWhenAReaderWantsIt() {
    var warm =
        after(rules.answered(after(rules.wanted(fresh, NOON)), good(OPEN_METEO, NOON), NOON));
    assertThat(asksOf(rules.wanted(warm, NOON.plus(Duration.ofMinutes(30)))))
        .as("fresh")
        .doesNotContain(OPEN_METEO);
    assertThat(asksOf(rules.wanted(warm, NOON.plus(Duration.ofMinutes(51))))).contains(OPEN_METEO);
  }

  @Test
  void aWantDoesNotShortenTheBackoffOfAFailure() {
    var failed =
        after(rules.answered(after(rules.wanted(fresh, NOON)), failed(OPEN_METEO, null), NOON));
    assertThat(asksOf(rules.wanted(failed, NOON.plusSeconds(2)))).doesNotContain(OPEN_METEO);
    assertThat(asksOf(rules.wanted(failed, NOON.plusSeconds(30)))).contains(OPEN_METEO);
  }

  @Test
  void farmsKeepACellWarmWithoutReaders() {
    assertThat(rules.wanted(warm(NOON), NOON.plusSeconds(60))).isEqualTo(new Step.Unchanged());
  }

  private static List<WeatherReport.Provider> asksOf(Step step) {
    return step instanceof Step.Next(_, var asks)
        ? asks.stream().map(Ask::provider).toList()
        : List.of();
  }

  @Test
  void nothingIsAskedBeforeItIsDue() {
    assertThat(rules.due(warm(NOON), NOON.plusSeconds(60))).isEqualTo(new Step.Unchanged());
  }

  @Test
  void aRequestWithoutAnswerIsMadeAgain() {
    var cell = after(rules.farmsCounted(fresh, 1, NOON));
    var next = next(rules.due(cell, NOON.plus(PATIENCE)));
    assertThat(next.asks())
        .extracting(Ask::provider)
        .containsExactlyInAnyOrder(OPEN_METEO, NASA_POWER);
    assertThat(next.cell().nextDue(rules.plan())).hasValue(NOON.plus(PATIENCE).plus(PATIENCE));
  }

  @Test
  void failuresPostponeTwiceAsLongEachTimeUpToABound() {
    var cell = after(rules.farmsCounted(fresh, 1, NOON));
    var last = Duration.ZERO;
    for (int failures = 1; failures <= 12; failures++) {
      cell = after(rules.answered(cell, failed(OPEN_METEO, null), NOON));
      var wait = Duration.between(NOON, cell.refresh(OPEN_METEO).dueAt());
      assertThat(wait).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Duration.ofMinutes(6));
      last = wait;
    }
    assertThat(last).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aFailureKeepsWhatWasFetched() {
    var cell = after(rules.answered(warm(NOON), failed(OPEN_METEO, null), NOON.plusSeconds(3000)));
    assertThat(cell.refresh(OPEN_METEO).fetchedAt()).isEqualTo(NOON);
    assertThat(cell.refresh(OPEN_METEO).failures()).isOne();
  }

  @Test
  void aProviderThatSaysWhenIsNotAskedBefore() {
    var cell = after(rules.farmsCounted(fresh, 1, NOON));
    var retryAt = NOON.plus(Duration.ofHours(2));
    cell = after(rules.answered(cell, failed(OPEN_METEO, retryAt), NOON));
    assertThat(cell.refresh(OPEN_METEO).dueAt()).isEqualTo(retryAt);
  }

  @Test
  void aGoodAnswerForgivesFailures() {
    var cell = after(rules.farmsCounted(fresh, 1, NOON));
    cell = after(rules.answered(cell, failed(OPEN_METEO, null), NOON));
    cell = after(rules.answered(cell, good(OPEN_METEO, NOON.plusSeconds(5)), NOON.plusSeconds(5)));
    assertThat(cell.refresh(OPEN_METEO).failures()).isZero();
  }

  @Test
  void repeatedAndOvertakenAnswersChangeNothing() {
    var cell = warm(NOON);
    assertThat(rules.answered(cell, good(OPEN_METEO, NOON), NOON.plusSeconds(9)))
        .isEqualTo(new Step.Unchanged());
    assertThat(rules.answered(cell, good(OPEN_METEO, NOON.minusSeconds(1)), NOON.plusSeconds(9)))
        .isEqualTo(new Step.Unchanged());
  }

  @Test
  void theLastFarmsLeavingStopsTheRefresh() {
    var cell = after(rules.farmsCounted(warm(NOON), 0, NOON.plusSeconds(60)));
    var forgotten = NOON.plusSeconds(60).plus(Duration.ofDays(7));
    assertThat(cell.nextDue(rules.plan())).hasValue(forgotten);
    assertThat(rules.due(cell, NOON.plus(Duration.ofHours(2)))).isEqualTo(new Step.Unchanged());
    assertThat(rules.due(cell, forgotten)).isEqualTo(new Step.Forgotten());
  }

  @Test
  void aFarmThatComesBackSoonFindsItsCellWarm() {
    var cell = after(rules.farmsCounted(warm(NOON), 0, NOON.plusSeconds(60)));
    var next = next(rules.farmsCounted(cell, 1, NOON.plusSeconds(120)));
    assertThat(next.asks()).isEmpty();
    assertThat(next.cell().nextDue(rules.plan()).orElseThrow())
        .isBefore(NOON.plus(Duration.ofMinutes(51)));
  }

  @Test
  void aFarmThatComesBackLateAsksAgain() {
    var cell = after(rules.farmsCounted(warm(NOON), 0, NOON.plusSeconds(60)));
    var next = next(rules.farmsCounted(cell, 1, NOON.plus(Duration.ofHours(3))));
    assertThat(next.asks()).containsExactly(new Ask(OPEN_METEO, Reason.FIRST_FARM));
  }

  @Test
  void anAnswerForACellThatNobodyNeedsIsKeptForAWhile() {
    var cell = after(rules.answered(fresh, good(OPEN_METEO, NOON), NOON));
    assertThat(cell.nextDue(rules.plan())).hasValue(NOON.plus(Duration.ofDays(7)));
    assertThat(rules.due(cell, NOON.plus(Duration.ofDays(7)))).isEqualTo(new Step.Forgotten());
  }

  @Test
  void theFallbackIsAskedOnlyWhenOpenMeteoFails() {
    var falling = rules(Use.FALLBACK);
    var first = next(falling.farmsCounted(fresh, 1, NOON));
    assertThat(first.asks()).extracting(Ask::provider).containsExactly(OPEN_METEO);
    var second = next(falling.answered(first.cell(), failed(OPEN_METEO, null), NOON));
    assertThat(second.asks()).extracting(Ask::provider).containsExactly(NASA_POWER);
    var third =
        next(falling.answered(second.cell(), failed(OPEN_METEO, null), NOON.plusSeconds(20)));
    assertThat(third.asks()).as("it is on its way").isEmpty();
    var served =
        after(
            falling.answered(
                third.cell(), good(NASA_POWER, NOON.plusSeconds(21)), NOON.plusSeconds(21)));
    assertThat(served.refresh(NASA_POWER).dueAt()).as("no rhythm of its own").isNull();
  }

  @Test
  void aProviderThatIsOffIsNeverAsked() {
    var without = rules(Use.OFF);
    var first = next(without.farmsCounted(fresh, 1, NOON));
    assertThat(first.asks()).extracting(Ask::provider).containsExactly(OPEN_METEO);
    assertThat(next(without.answered(first.cell(), failed(OPEN_METEO, null), NOON)).asks())
        .isEmpty();
  }

  @Test
  void aProviderSwitchedOffLaterIsDroppedWhenItComesUp() {
    var next = next(rules(Use.OFF).due(warm(NOON), NOON.plus(Duration.ofDays(2))));
    assertThat(next.asks()).extracting(Ask::provider).containsExactly(OPEN_METEO);
    assertThat(next.cell().refresh(NASA_POWER).dueAt()).isNull();
  }

  private Cell warm(Instant at) {
    var cell = after(rules.farmsCounted(fresh, 1, at));
    cell = after(rules.answered(cell, good(OPEN_METEO, at), at));
    return after(rules.answered(cell, good(NASA_POWER, at), at));
  }

  private static CellRules rules(Use nasaPower) {
    var minute = Duration.ofMinutes(1);
    var openMeteo =
        new Rhythm(
            Use.ALWAYS,
            minute.multipliedBy(50),
            minute.multipliedBy(10),
            Duration.ofSeconds(10),
            minute.multipliedBy(5));
    var other =
        new Rhythm(
            nasaPower, Duration.ofHours(24), Duration.ofHours(4), minute, Duration.ofHours(1));
    return new CellRules(
        new RefreshPlan(
            Map.of(OPEN_METEO, openMeteo, NASA_POWER, other), PATIENCE, Duration.ofDays(7)));
  }

  private static Step.Next next(Step step) {
    assertThat(step).isInstanceOf(Step.Next.class);
    return (Step.Next) step;
  }

  private static Cell after(Step step) {
    return next(step).cell();
  }

  private static WeatherAnswer good(WeatherReport.Provider provider, Instant at) {
    var report = new ProviderReport(at, null, List.of(), List.of());
    return new WeatherAnswer("50.7,4.1", 50.7, 4.1, provider, "Africa/Nairobi", at, report, null);
  }

  private static WeatherAnswer failed(WeatherReport.Provider provider, @Nullable Instant retryAt) {
    var failure = new WeatherAnswer.Failure(WeatherAnswer.Code.TIMEOUT, "silence", retryAt);
    return new WeatherAnswer(
        "50.7,4.1", 50.7, 4.1, provider, "Africa/Nairobi", NOON, null, failure);
  }
}
