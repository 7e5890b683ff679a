package io.farmsync.query.weather.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.query.http.Parameters;
import io.farmsync.query.http.ReadParameter;
import io.farmsync.query.http.Takes;
import io.farmsync.query.weather.http.WeatherTelling.Days;
import io.farmsync.query.weather.http.WeatherTelling.Hours;
import io.farmsync.query.weather.http.WeatherTelling.Weeks;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Weather of any point, with or without a farm. A point in no warm cell is fetched for the caller's
 * next try, within the tenant's budget.
 */
@RestController
@RequestMapping("/api/v1/weather")
@Access(Access.Policy.READ)
class PointWeatherController {

  private final WeatherTelling weather;
  private final WeatherReadProperties properties;

  PointWeatherController(WeatherTelling weather, WeatherReadProperties properties) {
    this.weather = weather;
    this.properties = properties;
  }

  /** The latest known conditions. */
  @GetMapping("/current")
  @Takes({ReadParameter.LAT, ReadParameter.LON, ReadParameter.TZ, ReadParameter.PROVIDER})
  Envelope<CurrentView> current(Identity caller, HttpServletRequest request) {
    var parameters = new Parameters(request);
    var place = place(parameters, caller, request, "current");
    parameters.refuseIfWrong();
    return Envelope.ok(weather.current(place));
  }

  /** The hours from now on. */
  @GetMapping("/hourly")
  @Takes({
    ReadParameter.LAT,
    ReadParameter.LON,
    ReadParameter.HOURS,
    ReadParameter.TZ,
    ReadParameter.PROVIDER
  })
  Envelope<Hours> hourly(Identity caller, HttpServletRequest request) {
    var parameters = new Parameters(request);
    var place = place(parameters, caller, request, "hourly");
    int count = parameters.whole("hours", 48, 1, 168);
    parameters.refuseIfWrong();
    return Envelope.ok(weather.hours(place, count));
  }

  /** The days from {@code start} to {@code end}, past ones included. */
  @GetMapping("/daily")
  @Takes({
    ReadParameter.LAT,
    ReadParameter.LON,
    ReadParameter.START,
    ReadParameter.END,
    ReadParameter.TZ,
    ReadParameter.PROVIDER
  })
  Envelope<Days> daily(Identity caller, HttpServletRequest request) {
    var parameters = new Parameters(request);
    var place = place(parameters, caller, request, "daily");
    var range = DayRange.of(parameters, properties.maxRangeDays());
    parameters.refuseIfWrong();
    return Envelope.ok(weather.days(place, range.start(), range.end()));
  }

  /** The weeks that {@code start} to {@code end} touch. */
  @GetMapping("/weekly")
  @Takes({
    ReadParameter.LAT,
    ReadParameter.LON,
    ReadParameter.START,
    ReadParameter.END,
    ReadParameter.TZ,
    ReadParameter.PROVIDER
  })
  Envelope<Weeks> weekly(Identity caller, HttpServletRequest request) {
    var parameters = new Parameters(request);
    var place = place(parameters, caller, request, "weekly");
    var range = DayRange.of(parameters, properties.maxRangeDays());
    parameters.refuseIfWrong();
    return Envelope.ok(weather.weeks(place, range.start(), range.end()));
  }

  private Place place(
      Parameters parameters, Identity caller, HttpServletRequest request, String endpoint) {
    return PointParameters.place(parameters, properties.zone(), caller, request, endpoint);
  }
}
