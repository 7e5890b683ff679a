package io.farmsync.query.weather;

import io.farmsync.schemas.WeatherReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whose word is wanted. Open-Meteo's, and NASA POWER's where it is silent; or NASA POWER's alone.
 */
public record Preference(List<WeatherReport.Provider> providers) {

  public static final Preference USUAL =
      new Preference(List.of(WeatherReport.Provider.OPEN_METEO, WeatherReport.Provider.NASA_POWER));
  private static final Preference NASA_POWER =
      new Preference(List.of(WeatherReport.Provider.NASA_POWER));

  /** By the provider's name, in any case. */
  public static Optional<Preference> named(String provider) {
    return switch (provider.toLowerCase(Locale.ROOT)) {
      case "open_meteo" -> Optional.of(USUAL);
      case "nasa_power" -> Optional.of(NASA_POWER);
      default -> Optional.empty();
    };
  }

  /** Under whose name nothing is said when nobody knows anything. */
  public WeatherReport.Provider first() {
    return providers.getFirst();
  }
}
