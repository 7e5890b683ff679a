package io.farmsync.platform.metrics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the page is written. */
public enum MetricsForm {
  /** For people and old readers. */
  TEXT("text/plain; version=0.0.4; charset=utf-8"),
  /** The same with exemplars: the trace behind a bucket of a histogram. */
  OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final String contentType;

  MetricsForm(String contentType) {
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }

  /** What the header {@code Accept} asks for; text unless it names OpenMetrics. */
  public static MetricsForm wanted(@Nullable String accept) {
    return accept != null
            && accept.toLowerCase(Locale.ROOT).contains("application/openmetrics-text")
        ? OPEN_METRICS
        : TEXT;
  }
}
