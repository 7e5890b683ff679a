package io.farmsync.query.ndvi.http;

import io.farmsync.query.http.Parameters;
import io.farmsync.query.ndvi.Engine;
import jakarta.servlet.http.HttpServletRequest;

/** What a caller wants of the latest value, or of a refresh. */
record LatestQuery(int lookbackDays, int maxCloud, Engine engine) {

  static LatestQuery of(HttpServletRequest request, NdviReadProperties properties) {
    var parameters = new Parameters(request);
    var query =
        new LatestQuery(
            parameters.wholeAtMost(
                "lookback_days", properties.lookbackDays(), 1, properties.maxRangeDays()),
            TimeseriesQuery.maxCloud(parameters, properties),
            TimeseriesQuery.engine(parameters, properties));
    parameters.refuseIfWrong();
    return query;
  }
}
