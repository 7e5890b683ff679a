package io.farmsync.platform.trace;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where spans go.
 *
 * @param endpoint base URL of a collector that takes OTLP over HTTP, such as {@code
 *     http://tempo:4318}; blank makes no spans at all
 * @param sampled share of the traces that are kept, from 0 to 1; a caller's own decision in {@code
 *     traceparent} goes before it
 */
@ConfigurationProperties("farm.trace")
public record TraceProperties(
    @DefaultValue("") String endpoint, @DefaultValue("1.0") double sampled) {

  public TraceProperties {
    if (!(sampled >= 0 && sampled <= 1)) {
      throw new IllegalArgumentException(
          "farm.trace.sampled: " + sampled + " (expected: from 0 to 1)");
    }
  }
}
