package io.farmsync.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.weather.provider.openmeteo.OpenMeteoProperties;
import io.farmsync.weather.upstream.UpstreamSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/**
 * The plan of calls in the README, computed from the defaults: a cell is renewed at an age between
 * the interval less the spread and the interval; cells of a minute share calls.
 */
class CallPlanTest {

  private static final int SPREAD_MINUTES = 10;
  private static final double RENEWALS_A_DAY = 24 * 60 / (50 - SPREAD_MINUTES / 2.0);
  private static final int FREE_CALLS_A_DAY = 10_000;

  /** So many farms lie in so many cells, about. */
  private record Size(int farms, int cells) {}

  @Test
  void theReadmeTellsThePlanOfTheDefaults() throws Exception {
    var readme = Files.readString(Path.of("README.md"));
    for (var row :
        Stream.of(new Size(100, 100), new Size(10_000, 2000), new Size(1_000_000, 50_000))
            .map(CallPlanTest::row)
            .toList()) {
      assertThat(readme).contains(row);
    }
    assertThat(readme)
        .contains("keeps about %d cells warm".formatted(freeCells(false)))
        .contains("about %d with extended measures".formatted(freeCells(true)));
  }

  /** Each minute of the spread has its own calls, of at most a hundred cells. */
  private static String row(Size size) {
    double renewals = size.cells() * RENEWALS_A_DAY;
    double calls =
        RENEWALS_A_DAY * SPREAD_MINUTES * Math.ceil(size.cells() / (100.0 * SPREAD_MINUTES));
    return String.format(
        Locale.ROOT,
        "| %,d | %,d | %,.0f | %,.0f | %,.0f | %,.0f | %,d |",
        size.farms(),
        size.cells(),
        renewals,
        calls,
        renewals * callsPerPlace(false),
        renewals * callsPerPlace(true),
        size.cells());
  }

  private static long freeCells(boolean extended) {
    return (long) (FREE_CALLS_A_DAY / callsPerPlace(extended) / RENEWALS_A_DAY);
  }

  private static double callsPerPlace(boolean extended) {
    var upstream =
        new UpstreamSettings(
            Duration.ofSeconds(10),
            3,
            Duration.ofMillis(500),
            DataSize.ofMegabytes(16),
            5,
            Duration.ofSeconds(30),
            600,
            5000,
            FREE_CALLS_A_DAY);
    return new OpenMeteoProperties(
            URI.create("http://localhost"),
            ZoneId.of("Africa/Nairobi"),
            100,
            15,
            172,
            1,
            24,
            extended,
            upstream)
        .callsPerPlace();
  }
}
