package io.farmsync.query.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.query.weather.MissingWeather.Reader;
import io.farmsync.query.weather.WeatherWants.Origin;
import io.farmsync.schemas.WeatherCell;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherReport.Day;
import io.farmsync.schemas.WeatherWanted;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MissingWeatherTest {

  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  private static final Reader ANNA = new Reader("tenant-one", new Origin("request-1", null));
  private static final Reader BERT = new Reader("tenant-two", new Origin("request-2", null));

  private final Wants wants = new Wants();
  private final MissingWeather missing =
      new MissingWeather(wants, new TenantBudget(10, Duration.ofHours(1)), 2);

  @Test
  void nobodyCanHaveTheGlobeFetched() {
    int taken = 0;
    for (int latitude = -90; latitude <= 90; latitude++) {
      for (int longitude = -180; longitude < 180; longitude++) {
        if (missing.present(cell(latitude, longitude), ANNA, NOON).isEmpty()) {
          taken++;
        }
      }
    }
    assertThat(taken).isEqualTo(10);
    assertThat(wants.taken).hasSize(10);
    assertThat(missing.present(cell(0, 0), BERT, NOON)).as("a tenant of its own").isEmpty();
  }

  @Test
  void aSpentBudgetFillsUpEvenly() {
    for (int i = 0; i < 10; i++) {
      missing.present(cell(i, 0), ANNA, NOON);
    }
    var wait = missing.present(cell(50, 0), ANNA, NOON).orElseThrow();
    assertThat(wait).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6).plusSeconds(1));
    assertThat(missing.present(cell(50, 0), ANNA, NOON.plus(wait))).isEmpty();
    assertThat(missing.present(cell(51, 0), ANNA, NOON.plus(wait))).isPresent();
  }

  @Test
  void whatIsUnderWayCostsNothing() {
    for (int i = 0; i < 100; i++) {
      assertThat(missing.present(cell(1, 1), ANNA, NOON)).isEmpty();
    }
    assertThat(wants.taken).hasSize(1);
  }

  @Test
  void gapsAreTheDaysNobodyTellsAndNasaPowerMayKnow() {
    var told = LocalDate.parse("2026-03-04");
    var askedInVain = LocalDate.parse("2026-03-05");
    var daily =
        new DailyWeather(
            ZoneOffset.UTC,
            Preference.USUAL,
            null,
            (cell, provider, from, to) ->
                provider == WeatherReport.Provider.NASA_POWER
                    ? List.of(past(told, 1.0), past(askedInVain, null))
                    : List.of(),
            "0.0,0.0",
            LocalDate.parse("2026-03-03"),
            LocalDate.parse("2026-03-20"));
    assertThat(
            missing.gaps(daily, LocalDate.parse("2026-03-03"), LocalDate.parse("2026-03-20"), NOON))
        .containsExactly(
            LocalDate.parse("2026-03-03"),
            LocalDate.parse("2026-03-06"),
            LocalDate.parse("2026-03-07"),
            LocalDate.parse("2026-03-08")); // the lag's two days are not expected yet
    assertThat(
            missing.gaps(daily, LocalDate.parse("1975-01-01"), LocalDate.parse("1980-12-31"), NOON))
        .as("before NASA POWER's beginning")
        .isEmpty();
  }

  private static PastDay past(LocalDate day, @Nullable Double minimum) {
    return new PastDay(new Day(day, minimum, null, null, null), "UTC", NOON);
  }

  private static WeatherCell cell(int latitude, int longitude) {
    return WeatherCell.at(BigDecimal.valueOf(latitude), BigDecimal.valueOf(longitude));
  }

  /** Remembers everything for ever. */
  private static final class Wants implements WeatherWants {
    private final List<WeatherWanted> taken = new ArrayList<>();

    @Override
    public boolean isUnderWay(WeatherWanted wanted) {
      return taken.contains(wanted);
    }

    @Override
    public void submit(WeatherWanted wanted, Origin origin) {
      taken.add(wanted);
    }
  }
}
