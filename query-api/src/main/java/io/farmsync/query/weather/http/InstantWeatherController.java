package io.farmsync.query.weather.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.http.Parameters;
import io.farmsync.query.http.ReadParameter;
import io.farmsync.query.http.Takes;
import io.farmsync.query.weather.Weather;
import io.farmsync.query.weather.http.InstantView.State;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Temperature and precipitation of the hour that an instant lies in, for one point or for many. */
@RestController
@RequestMapping("/api/v1/weather")
@Access(Access.Policy.READ)
class InstantWeatherController {

  private static final long RETRY_AFTER_SECONDS = 5;

  private final WeatherTelling weather;
  private final WeatherReadProperties properties;
  private final Clock clock;

  InstantWeatherController(WeatherTelling weather, WeatherReadProperties properties, Clock clock) {
    this.weather = weather;
    this.properties = properties;
    this.clock = clock;
  }

  /** One point; {@code ts} is by default now. */
  @GetMapping("/point")
  @Takes({
    ReadParameter.LAT,
    ReadParameter.LON,
    ReadParameter.TS,
    ReadParameter.TZ,
    ReadParameter.PROVIDER
  })
  Envelope<InstantView> point(Identity caller, HttpServletRequest request) {
    var parameters = new Parameters(request);
    var place = PointParameters.place(parameters, properties.zone(), caller, request, "point");
    var at = parameters.instant("ts", clock.instant());
    var latitude = parameters.decimal("lat", -90, 90);
    var longitude = parameters.decimal("lon", -180, 180);
    parameters.refuseIfWrong();
    var view = view(new BulkPoint(latitude, longitude, at), place);
    return switch (view.state()) {
      case KNOWN -> Envelope.ok(view);
      case QUEUED ->
          throw Refusal.unavailable(
              "The weather of this place is not known yet; it is being fetched.",
              RETRY_AFTER_SECONDS);
      case OVER_BUDGET -> throw Refusal.tooMany(view.waitSeconds());
    };
  }

  /** The answer for many points, in the order asked. */
  record Bulk(List<InstantView> results) {}

  /** Up to a hundred points; those not known yet say so, and are fetched for the next try. */
  @PostMapping("/bulk")
  Envelope<Bulk> bulk(
      Identity caller,
      HttpServletRequest request,
      @RequestBody(required = false) byte @Nullable [] body) {
    var points = BulkPoint.list(body == null ? new byte[0] : body, clock.instant());
    var reader = PointParameters.reader(caller, request);
    return Envelope.ok(
        new Bulk(
            points.stream()
                .map(point -> view(point, point.place(properties.zone(), reader)))
                .toList()));
  }

  private InstantView view(BulkPoint point, Place place) {
    var report = weather.known(place);
    if (report.isEmpty()) {
      return weather
          .want(place)
          .map(wait -> InstantView.unknown(point, place, State.OVER_BUDGET, wait.toSeconds() + 1))
          .orElseGet(() -> InstantView.unknown(point, place, State.QUEUED, 0));
    }
    return Weather.hour(report.get(), place.preference(), point.at())
        .map(hour -> InstantView.of(point, place, hour, weather.isStale(hour)))
        .orElseGet(() -> InstantView.unknown(point, place, State.KNOWN, 0));
  }
}
