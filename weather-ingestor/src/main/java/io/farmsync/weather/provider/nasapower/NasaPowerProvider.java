package io.farmsync.weather.provider.nasapower;

import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherReport;
import io.farmsync.schemas.WeatherRequest;
import io.farmsync.weather.provider.Allowance;
import io.farmsync.weather.provider.Answers;
import io.farmsync.weather.provider.BaseUrl;
import io.farmsync.weather.provider.Place;
import io.farmsync.weather.provider.WeatherProvider;
import io.farmsync.weather.upstream.ProviderHttp;
import io.farmsync.weather.upstream.UpstreamException;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** NASA POWER's daily values of past days: one call per place, a few at a time. */
final class NasaPowerProvider implements WeatherProvider {

  private static final String PATH = "/api/temporal/daily/point";

  private final ProviderHttp upstream;
  private final NasaPowerProperties properties;
  private final URI daily;
  private final Clock clock;
  private final Answers answers;
  private final NasaPowerReader reader;
  private final ExecutorService calls;

  NasaPowerProvider(ProviderHttp upstream, NasaPowerProperties properties, Clock clock) {
    this.upstream = upstream;
    this.properties = properties;
    this.daily = BaseUrl.resolve(properties.baseUrl(), PATH);
    this.clock = clock;
    this.answers = new Answers(name(), properties.timeZone().getId());
    this.reader = new NasaPowerReader(properties.timeZone());
    this.calls =
        Executors.newFixedThreadPool(
            properties.parallel(), Thread.ofVirtual().name("nasa-power-", 0).factory());
  }

  @Override
  public WeatherReport.Provider name() {
    return WeatherReport.Provider.NASA_POWER;
  }

  @Override
  public int batchSize() {
    return properties.batchSize();
  }

  @Override
  public Allowance allowance() {
    return new Allowance(properties.upstream().perHour(), properties.upstream().perDay());
  }

  @Override
  public List<WeatherAnswer> fetch(List<Place> places) {
    var asked = places.stream().map(place -> calls.submit(call(place))).toList();
    return asked.stream().map(NasaPowerProvider::answered).toList();
  }

  @Override
  public void close() {
    calls.shutdownNow();
    upstream.close();
  }

  private Callable<WeatherAnswer> call(Place place) {
    return () -> fetch(place);
  }

  private WeatherAnswer fetch(Place place) {
    try {
      var report = upstream.get(uri(place), "daily", 1, body -> reader.read(body, clock.instant()));
      return answers.good(place, report);
    } catch (UpstreamException e) {
      return answers.failed(place, clock.instant(), e.asFailure());
    }
  }

  private static WeatherAnswer answered(Future<WeatherAnswer> call) {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("NASA POWER worker failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while asking NASA POWER", e);
    }
  }

  /** The days asked for, else the last ones up to today in UTC. */
  private WeatherRequest.Days days(Place place) {
    var asked = place.days();
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return asked == null
        ? new WeatherRequest.Days(today.minusDays(properties.pastDays() - 1L), today)
        : asked;
  }

  private URI uri(Place place) {
    var days = days(place);
    var query =
        "parameters="
            + String.join(",", NasaPowerReader.PARAMETERS)
            + "&latitude="
            + place.latitude()
            + "&longitude="
            + place.longitude()
            + "&start="
            + DateTimeFormatter.BASIC_ISO_DATE.format(days.from())
            + "&end="
            + DateTimeFormatter.BASIC_ISO_DATE.format(days.to())
            + "&community=AG&time-standard=UTC&format=JSON";
    return URI.create(daily + "?" + query);
  }
}
