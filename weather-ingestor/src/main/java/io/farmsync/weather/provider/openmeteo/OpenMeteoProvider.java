package io.farmsync.weather.provider.openmeteo;

import static java.util.stream.Collectors.joining;

import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.weather.provider.Allowance;
import io.farmsync.weather.provider.Answers;
import io.farmsync.weather.provider.BaseUrl;
import io.farmsync.weather.provider.Place;
import io.farmsync.weather.provider.WeatherProvider;
import io.farmsync.weather.upstream.ProviderHttp;
import io.farmsync.weather.upstream.UpstreamException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Open-Meteo's forecast: current, hourly and daily values of many places in one call. A call that
 * fails for what may be one place's fault is split in halves until that place stands alone, so that
 * a server that takes one place at a time is served as well.
 */
final class OpenMeteoProvider implements WeatherProvider {

  private static final String PATH = "/v1/forecast";

  private final ProviderHttp upstream;
  private final OpenMeteoProperties properties;
  private final URI forecast;
  private final ZoneId zone;
  private final Clock clock;
  private final Answers answers;
  private final OpenMeteoReader reader;

  OpenMeteoProvider(ProviderHttp upstream, OpenMeteoProperties properties, Clock clock) {
    this.upstream = upstream;
    this.properties = properties;
    this.forecast = BaseUrl.resolve(properties.baseUrl(), PATH);
    this.zone = properties.timeZone();
    this.clock = clock;
    this.answers = new Answers(name(), zone.getId());
    this.reader = new OpenMeteoReader(zone);
  }

  @Override
  public WeatherReport.Provider name() {
    return WeatherReport.Provider.OPEN_METEO;
  }

  @Override
  public int batchSize() {
    return properties.batchSize();
  }

  @Override
  public Allowance allowance() {
    return new Allowance(properties.quota().perHour(), properties.quota().perDay());
  }

  @Override
  public List<WeatherAnswer> fetch(List<Place> places) {
    try {
      return upstream.get(
          uri(places),
          "forecast",
          places.size(),
          body -> reader.read(body, places, clock.instant()));
    } catch (UpstreamException e) {
      if (places.size() > 1 && e.perhapsOnePart()) {
        return halves(places);
      }
      return places.stream()
          .map(place -> answers.failed(place, clock.instant(), e.asFailure()))
          .toList();
    }
  }

  @Override
  public void close() {
    upstream.close();
  }

  private List<WeatherAnswer> halves(List<Place> places) {
    int middle = places.size() / 2;
    var all = new ArrayList<>(fetch(places.subList(0, middle)));
    all.addAll(fetch(places.subList(middle, places.size())));
    return all;
  }

  private URI uri(List<Place> places) {
    var query =
        "latitude="
            + list(places, Place::latitude)
            + "&longitude="
            + list(places, Place::longitude)
            + "&current="
            + variables(OpenMeteoReader.CURRENT, ExtendedVariables.CURRENT)
            + "&hourly="
            + variables(OpenMeteoReader.HOURLY, ExtendedVariables.HOURLY)
            + "&daily="
            + variables(OpenMeteoReader.DAILY, ExtendedVariables.DAILY)
            + "&wind_speed_unit=ms"
            + "&timezone="
            + URLEncoder.encode(zone.getId(), StandardCharsets.UTF_8)
            + "&forecast_days="
            + properties.forecastDays()
            + "&past_days="
            + properties.pastDays()
            + "&forecast_hours="
            + properties.forecastHours()
            + "&past_hours="
            + properties.pastHours();
    return URI.create(forecast + "?" + query);
  }

  private String variables(List<String> basic, ExtendedVariables extended) {
    var all = new ArrayList<>(basic);
    if (properties.extended()) {
      all.addAll(extended.names());
    }
    return String.join(",", all);
  }

  private static String list(List<Place> places, ToDoubleFunction<Place> coordinate) {
    return places.stream()
        .map(place -> Double.toString(coordinate.applyAsDouble(place)))
        .collect(joining(","));
  }
}
