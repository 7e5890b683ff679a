package io.farmsync.query.ndvi.http;

import io.farmsync.query.http.Parameters;
import io.farmsync.query.ndvi.Engine;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** Which picture a caller wants. */
record RasterQuery(LocalDate date, int size, int maxCloud, Engine engine) {

  static final int LEAST_SIZE = 128;

  /** From the parameters of a query or of a body; the engine always comes in the query. */
  static RasterQuery of(Parameters picture, Parameters query, NdviReadProperties properties) {
    LocalDate date = picture.date("date");
    int size =
        picture.whole("size", properties.rasterSize(), LEAST_SIZE, properties.maxRasterSize());
    int maxCloud = TimeseriesQuery.maxCloud(picture, properties);
    Engine engine =
        query.choice("engine", properties.engine(), RasterQuery::engine, "sentinelhub, stac");
    return new RasterQuery(date, size, maxCloud, engine);
  }

  private static Optional<Engine> engine(String text) {
    return Engine.named(text.toLowerCase(Locale.ROOT))
        .filter(engine -> engine == Engine.SENTINELHUB || engine == Engine.STAC);
  }
}
