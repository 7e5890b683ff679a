package io.farmsync.query.ndvi.http;

import io.farmsync.platform.envelope.Refusal;
import io.farmsync.platform.envelope.http.RequestContext;
import io.farmsync.query.ndvi.SpectralIndex;
import io.farmsync.query.ndvi.WorkQueue.Origin;
import jakarta.servlet.http.HttpServletRequest;

/** What the paths of index routes say. */
final class IndexPath {

  static final String PATTERN = "/api/v1/farms/{external_farm_id}/{index:ndvi|ndwi|ndmi}";

  private IndexPath() {}

  static SpectralIndex indexOf(String name) {
    return SpectralIndex.named(name).orElseThrow(() -> Refusal.notFound("Not found."));
  }

  static Origin originOf(HttpServletRequest request) {
    var context = RequestContext.of(request);
    return new Origin(context.requestId(), context.traceParent());
  }
}
