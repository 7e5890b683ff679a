package io.farmsync.query.weather.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.query.http.OwnFarm;
import io.farmsync.query.http.Parameters;
import io.farmsync.query.http.ReadParameter;
import io.farmsync.query.http.Takes;
import io.farmsync.query.weather.Preference;
import io.farmsync.query.weather.http.WeatherTelling.Days;
import io.farmsync.query.weather.http.WeatherTelling.Hours;
import io.farmsync.query.weather.http.WeatherTelling.Weeks;
import io.farmsync.schemas.WeatherCell;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DayOfWeek;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Weather of one of the caller's farms, in the default zone. A cell of which nothing is known yet
 * is a 503 to come back from: its first report is on the way since the farm was registered.
 */
@RestController
@RequestMapping("/api/v1/farms/{external_farm_id}/weather")
@Access(Access.Policy.READ)
class FarmWeatherController {

  private final OwnFarm ownFarm;
  private final WeatherTelling weather;
  private final WeatherReadProperties properties;

  FarmWeatherController(OwnFarm ownFarm, WeatherTelling weather, WeatherReadProperties properties) {
    this.ownFarm = ownFarm;
    this.weather = weather;
    this.properties = properties;
  }

  /** The latest known conditions. */
  @GetMapping("/current")
  Envelope<CurrentView> current(
      Identity caller, @PathVariable("external_farm_id") String id, HttpServletRequest request) {
    var place = place(caller, id, request, "farm_current");
    var parameters = new Parameters(request);
    parameters.allowOnly(List.of("format", "min_version"));
    parameters.refuseIfWrong();
    return Envelope.ok(weather.current(place));
  }

  /** The hours from now on. */
  @GetMapping("/hourly")
  @Takes(ReadParameter.HOURS)
  Envelope<Hours> hourly(
      Identity caller, @PathVariable("external_farm_id") String id, HttpServletRequest request) {
    var place = place(caller, id, request, "farm_hourly");
    var parameters = new Parameters(request);
    int count = parameters.whole("hours", 48, 1, 168);
    parameters.refuseIfWrong();
    return Envelope.ok(weather.hours(place, count));
  }

  /** The days from today on; or those from {@code start} to {@code end}, past ones included. */
  @GetMapping("/daily")
  @Takes({ReadParameter.DAYS, ReadParameter.START, ReadParameter.END})
  Envelope<Days> daily(
      Identity caller, @PathVariable("external_farm_id") String id, HttpServletRequest request) {
    var place = place(caller, id, request, "farm_daily");
    var parameters = new Parameters(request);
    var today = weather.today(place);
    int count = parameters.whole("days", 7, 1, 14);
    var range = new DayRange(today, today.plusDays(count - 1L));
    if (parameters.has("start") || parameters.has("end")) {
      range = DayRange.of(parameters, properties.maxRangeDays());
    }
    parameters.refuseIfWrong();
    return Envelope.ok(weather.days(place, range.start(), range.end()));
  }

  /** The weeks from {@code start} to {@code end}, by default the running one. */
  @GetMapping("/weekly")
  @Takes({ReadParameter.START, ReadParameter.END})
  Envelope<Weeks> weekly(
      Identity caller, @PathVariable("external_farm_id") String id, HttpServletRequest request) {
    var place = place(caller, id, request, "farm_weekly");
    var parameters = new Parameters(request);
    var monday = weather.today(place).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    var week = new DayRange(monday, monday.plusDays(6));
    var range = DayRange.of(parameters, week, properties.maxRangeDays());
    parameters.refuseIfWrong();
    return Envelope.ok(weather.weeks(place, range.start(), range.end()));
  }

  private Place place(Identity caller, String id, HttpServletRequest request, String endpoint) {
    var farm = ownFarm.require(caller, id);
    return new Place(
        WeatherCell.of(farm.state()),
        true,
        properties.zone(),
        Preference.USUAL,
        PointParameters.reader(caller, request),
        endpoint);
  }
}
