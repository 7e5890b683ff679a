package io.farmsync.weather.provider;

import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherReport;
import java.time.Instant;

/** Builds the answers of one provider. */
public record Answers(WeatherReport.Provider provider, String timeZone) {

  /** The provider said this of the place. */
  public WeatherAnswer good(Place place, WeatherReport.ProviderReport report) {
    return answer(place, timeZone, report.fetchedAt(), report);
  }

  /** Likewise, with days of another zone than asked for. */
  public WeatherAnswer good(Place place, String zone, WeatherReport.ProviderReport report) {
    return answer(place, zone, report.fetchedAt(), report);
  }

  /** Nothing usable was said of the place. */
  public WeatherAnswer failed(Place place, Instant now, WeatherAnswer.Failure failure) {
    return new WeatherAnswer(
        place.cell(),
        place.latitude(),
        place.longitude(),
        provider,
        timeZone,
        now,
        null,
        failure,
        place.days());
  }

  private WeatherAnswer answer(
      Place place, String zone, Instant now, WeatherReport.ProviderReport report) {
    return new WeatherAnswer(
        place.cell(),
        place.latitude(),
        place.longitude(),
        provider,
        zone,
        now,
        report,
        null,
        place.days());
  }
}
