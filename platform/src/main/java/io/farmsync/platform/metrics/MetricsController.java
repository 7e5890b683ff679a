package io.farmsync.platform.metrics;

import io.farmsync.platform.auth.Access;
import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What Prometheus asks: text, or OpenMetrics with exemplars; gzipped if it may be. */
@RestController
@Access(Access.Policy.PUBLIC)
@Hidden
class MetricsController {

  private final MetricsPage page;

  MetricsController(MetricsPage page) {
    this.page = page;
  }

  @GetMapping("/metrics")
  ResponseEntity<byte[]> metrics(
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      @RequestHeader(name = HttpHeaders.ACCEPT_ENCODING, required = false)
          @Nullable String encodings) {
    var form = MetricsForm.wanted(accept);
    var ready = page.in(form);
    var answer =
        ResponseEntity.ok()
            .header(HttpHeaders.CONTENT_TYPE, form.contentType())
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_ENCODING);
    return encodings != null && encodings.contains("gzip")
        ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(ready.gzipped())
        : answer.body(ready.plain());
  }
}
