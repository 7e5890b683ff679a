package io.farmsync.query.ndvi.http;

import io.farmsync.query.http.Parameters;
import io.farmsync.query.ndvi.Buckets;
import io.farmsync.query.ndvi.Engine;
import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What a caller wants of a series. */
record TimeseriesQuery(Buckets buckets, int maxCloud, Engine engine) {

  static TimeseriesQuery of(HttpServletRequest request, NdviReadProperties properties) {
    var parameters = new Parameters(request);
    LocalDate start = parameters.date("start");
    LocalDate end = parameters.date("end");
    int step =
        parameters.whole("step_days", properties.stepDays(), 1, NdviReadProperties.MAX_STEP_DAYS);
    int maxCloud = maxCloud(parameters, properties);
    Engine engine = engine(parameters, properties);
    if (parameters.isRight()) {
      if (start.isAfter(end)) {
        parameters.wrong("end", "Must not be before start.");
      } else if (ChronoUnit.DAYS.between(start, end) > properties.maxRangeDays()) {
        parameters.wrong(
            "end", "Must be at most " + properties.maxRangeDays() + " days after start.");
      }
    }
    parameters.refuseIfWrong();
    return new TimeseriesQuery(new Buckets(start, end, step), maxCloud, engine);
  }

  static int maxCloud(Parameters parameters, NdviReadProperties properties) {
    return parameters.whole("max_cloud", properties.maxCloud(), 0, 100);
  }

  static Engine engine(Parameters parameters, NdviReadProperties properties) {
    return parameters.choice(
        "engine",
        properties.engine(),
        text -> Engine.named(text.toLowerCase(Locale.ROOT)),
        "sentinelhub, stac, landsat, modis, gee, sample");
  }
}
