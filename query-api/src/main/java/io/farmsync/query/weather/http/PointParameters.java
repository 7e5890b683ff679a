package io.farmsync.query.weather.http;

import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.http.RequestContext;
import io.farmsync.query.http.Parameters;
import io.farmsync.query.weather.MissingWeather.Reader;
import io.farmsync.query.weather.Preference;
import io.farmsync.query.weather.WeatherWants.Origin;
import io.farmsync.schemas.WeatherCell;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;

/** What every route for points takes: {@code lat}, {@code lon}, {@code tz}, {@code provider}. */
final class PointParameters {

  static final int MOST_LATITUDE = 90;
  static final int MOST_LONGITUDE = 180;

  private PointParameters() {}

  static Place place(
      Parameters parameters,
      ZoneId standard,
      Identity caller,
      HttpServletRequest request,
      String endpoint) {
    var latitude = parameters.decimal("lat", -MOST_LATITUDE, MOST_LATITUDE);
    var longitude = parameters.decimal("lon", -MOST_LONGITUDE, MOST_LONGITUDE);
    return new Place(
        WeatherCell.at(latitude, longitude),
        false,
        parameters.zone("tz", standard),
        parameters.choice(
            "provider", Preference.USUAL, Preference::named, "open_meteo, nasa_power"),
        reader(caller, request),
        endpoint);
  }

  static Reader reader(Identity caller, HttpServletRequest request) {
    var context = RequestContext.of(request);
    return new Reader(caller.tenant(), new Origin(context.requestId(), context.traceParent()));
  }
}
