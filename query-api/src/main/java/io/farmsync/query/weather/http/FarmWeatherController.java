package io.farmsync.query.weather.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.http.OwnFarm;
import io.farmsync.query.http.Parameters;
import io.farmsync.query.weather.Weather;
import io.farmsync.query.weather.WeatherCells;
import io.farmsync.schemas.WeatherCell;
import io.farmsync.schemas.WeatherReport;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Weather of one of the caller's farms. A cell of which nothing is known yet is a 503 to come back
 * from: its first report is on the way since the farm was registered.
 */
@RestController
@RequestMapping("/api/v1/farms/{external_farm_id}/weather")
@Access(Access.Policy.READ)
class FarmWeatherController {

  private static final long RETRY_AFTER_SECONDS = 5;

  private final OwnFarm ownFarm;
  private final WeatherCells cells;
  private final WeatherReadProperties properties;
  private final Clock clock;

  FarmWeatherController(
      OwnFarm ownFarm, WeatherCells cells, WeatherReadProperties properties, Clock clock) {
    this.ownFarm = ownFarm;
    this.cells = cells;
    this.properties = properties;
    this.clock = clock;
  }

  /** The latest known conditions. */
  @GetMapping("/current")
  Envelope<CurrentView> current(
      Identity caller, @PathVariable("external_farm_id") String id, HttpServletRequest request) {
    var farm = ownFarm.require(caller, id);
    var parameters = new Parameters(request);
    parameters.allowOnly(List.of("format"));
    parameters.refuseIfWrong();
    return Weather.current(report(farm))
        .map(current -> Envelope.ok(CurrentView.of(current, properties.zone())))
        .orElseThrow(FarmWeatherController::notYet);
  }

  /** The hours from now on. */
  @GetMapping("/hourly")
  Envelope<Hours> hourly(
      Identity caller, @PathVariable("external_farm_id") String id, HttpServletRequest request) {
    var farm = ownFarm.require(caller, id);
    var parameters = new Parameters(request);
    int count = parameters.whole("hours", 48, 1, 168);
    parameters.refuseIfWrong();
    return Envelope.ok(
        new Hours(
            Weather.hours(report(farm), clock.instant(), count).stream()
                .map(hour -> HourView.of(hour, properties.zone()))
                .toList()));
  }

  /** The days from today on. */
  @GetMapping("/daily")
  Envelope<Days> daily(
      Identity caller, @PathVariable("external_farm_id") String id, HttpServletRequest request) {
    var farm = ownFarm.require(caller, id);
    var parameters = new Parameters(request);
    int count = parameters.whole("days", 7, 1, 14);
    parameters.refuseIfWrong();
    LocalDate today = LocalDate.ofInstant(clock.instant(), properties.zone());
    return Envelope.ok(
        new Days(Weather.days(report(farm), today, count).stream().map(DayView::of).toList()));
  }

  /** The wrapper the contract asks for. */
  record Hours(List<HourView> hours) {}

  /** Likewise. */
  record Days(List<DayView> forecasts) {}

  private WeatherReport report(KnownFarm farm) {
    return cells.byId(WeatherCell.of(farm.state()).id()).orElseThrow(FarmWeatherController::notYet);
  }

  private static Refusal notYet() {
    return Refusal.unavailable(
        "The weather of this farm is not known yet; it is being fetched.", RETRY_AFTER_SECONDS);
  }
}
