package io.farmsync.platform.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Set;

/**
 * Keeps strangers from making series: a request's method is a word that the caller chooses. Of the
 * Kafka clients only what a dashboard shows is kept, unless all is asked for.
 */
final class BoundedLabels implements MeterFilter {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

  private static final Set<String> CLIENT_PREFIXES =
      Set.of("kafka.stream.", "kafka.consumer.", "kafka.producer.", "kafka.admin.", "kafka.app.");

  private static final Set<String> CLIENT_METERS =
      Set.of(
          "kafka.stream.client.state",
          "kafka.stream.alive.stream.threads",
          "kafka.stream.failed.stream.threads",
          "kafka.stream.task.dropped.records",
          "kafka.stream.task.process",
          "kafka.stream.thread.process.ratio",
          "kafka.stream.state.updater.active.restoring.tasks");

  private final boolean allOfKafka;

  BoundedLabels(boolean allOfKafka) {
    this.allOfKafka = allOfKafka;
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    String method = id.getTag("method");
    return id.getName().startsWith("http.server.requests")
            && method != null
            && !METHODS.contains(method)
        ? id.replaceTags(
            id.getTags().stream()
                .map(tag -> tag.getKey().equals("method") ? Tag.of("method", "OTHER") : tag)
                .toList())
        : id;
  }

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    boolean ofClient = CLIENT_PREFIXES.stream().anyMatch(id.getName()::startsWith);
    return ofClient && !allOfKafka && !CLIENT_METERS.contains(withoutTotal(id.getName()))
        ? MeterFilterReply.DENY
        : MeterFilterReply.NEUTRAL;
  }

  private static String withoutTotal(String name) {
    return name.endsWith(".total") ? name.substring(0, name.length() - ".total".length()) : name;
  }
}
