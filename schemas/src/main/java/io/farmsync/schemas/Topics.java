package io.farmsync.schemas;

import io.farmsync.schemas.Topic.Cleanup;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The topic catalogue: the one place for names, keys, partitions, retention and value types. */
public final class Topics {

  /** One number for all topics that are joined by key. */
  public static final int PARTITIONS = 12;

  public static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  public static final Topic<FarmEvent> FARM_EVENTS =
      topic(
          "farm-events",
          "external_farm_id",
          Cleanup.DELETE,
          null,
          FarmEvent.class,
          "farm-event.v2");
  public static final Topic<FarmState> FARMS =
      topic("farms", "external_farm_id", Cleanup.COMPACT, null, FarmState.class, "farm.v1");
  public static final Topic<Credential> CREDENTIALS =
      topic(
          "credentials",
          "client id, api-key/<id> or signing-key/<id>",
          Cleanup.COMPACT,
          null,
          Credential.class,
          "credential.v1");

  /**
   * Jobs whose turn it is. One partition: a share group gives each partition to as many members as
   * it has more members than partitions, so with several a job waits for a busy worker beside free
   * ones.
   */
  public static final Topic<NdviRequest> NDVI_REQUESTS =
      new Topic<>(
          "ndvi-requests",
          "external_farm_id",
          1,
          Cleanup.DELETE,
          Duration.ofDays(7),
          NdviRequest.class,
          "ndvi-request.v1");

  /** Jobs that readers ask for; one partition, since whose turn it is depends on all of them. */
  public static final Topic<NdviRequest> NDVI_ORDERS =
      new Topic<>(
          "ndvi-orders",
          "external_farm_id",
          1,
          Cleanup.DELETE,
          Duration.ofDays(7),
          NdviRequest.class,
          "ndvi-request.v1");

  /** Jobs that workers have ended, in their last state. */
  public static final Topic<NdviJob> NDVI_ENDS =
      new Topic<>(
          "ndvi-ends",
          "external_farm_id",
          1,
          Cleanup.DELETE,
          Duration.ofDays(7),
          NdviJob.class,
          "ndvi-job.v1");

  public static final Topic<NdviResult> NDVI_RESULTS =
      topic(
          "ndvi-results",
          "external_farm_id",
          Cleanup.DELETE,
          null,
          NdviResult.class,
          "ndvi-result.v1");

  /**
   * Values that clients measured themselves; kept apart from results, which only an engine makes.
   */
  public static final Topic<NdviSample> NDVI_SAMPLES =
      topic(
          "ndvi-samples",
          "external_farm_id",
          Cleanup.DELETE,
          null,
          NdviSample.class,
          "ndvi-sample.v1");

  public static final Topic<NdviRaster> NDVI_RASTERS =
      topic(
          "ndvi-rasters",
          "external_farm_id|date|index|engine|size|max_cloud",
          Cleanup.COMPACT,
          null,
          NdviRaster.class,
          "ndvi-raster.v1");
  public static final Topic<NdviJob> NDVI_JOBS =
      topic(
          "ndvi-jobs",
          "job id",
          Cleanup.COMPACT_AND_DELETE,
          Duration.ofDays(30),
          NdviJob.class,
          "ndvi-job.v1");
  public static final Topic<WeatherRequest> WEATHER_REQUESTS =
      topic(
          "weather-requests",
          "cell id",
          Cleanup.DELETE,
          Duration.ofDays(7),
          WeatherRequest.class,
          "weather-request.v1");
  public static final Topic<WeatherAnswer> WEATHER_ANSWERS =
      topic(
          "weather-answers",
          "cell id",
          Cleanup.DELETE,
          Duration.ofDays(1),
          WeatherAnswer.class,
          "weather-answer.v1");
  public static final Topic<WeatherReport> WEATHER_REPORTS =
      topic(
          "weather-reports",
          "cell id",
          Cleanup.COMPACT,
          null,
          WeatherReport.class,
          "weather-report.v1");

  public static final Topic<WeatherWanted> WEATHER_WANTED =
      topic(
          "weather-wanted",
          "cell id",
          Cleanup.DELETE,
          Duration.ofDays(1),
          WeatherWanted.class,
          "weather-wanted.v1");
  public static final Topic<WeatherDays> WEATHER_DAYS =
      topic("weather-days", "cell id", Cleanup.DELETE, null, WeatherDays.class, "weather-days.v1");

  public static final Topic<Webhook> WEBHOOKS =
      topic(
          "webhooks",
          "webhook id, <id>/progress",
          Cleanup.COMPACT,
          null,
          Webhook.class,
          "webhook.v1");

  /** Read from a point in time on by every instance; one partition keeps that cheap. */
  public static final Topic<CallCounts> CALL_COUNTS =
      new Topic<>(
          "call-counts",
          "instance",
          1,
          Cleanup.DELETE,
          Duration.ofDays(2),
          CallCounts.class,
          "call-counts.v1");

  /** Kept longer than the letters, for whoever asks later what became of them. */
  public static final Topic<DeadLetterDecision> DEAD_LETTER_DECISIONS =
      new Topic<>(
          "dead-letter-decisions",
          "dead letter",
          1,
          Cleanup.DELETE,
          Duration.ofDays(400),
          DeadLetterDecision.class,
          "dead-letter-decision.v1");

  /** Read as a whole by every reader, from the start. */
  public static final Topic<EngineState> NDVI_ENGINES =
      new Topic<>(
          "ndvi-engines", "engine", 1, Cleanup.COMPACT, null, EngineState.class, "ndvi-engine.v1");

  /** Heard by every process of the engine. */
  public static final Topic<BreakerReset> NDVI_BREAKER_RESETS =
      new Topic<>(
          "ndvi-breaker-resets",
          "engine",
          1,
          Cleanup.DELETE,
          Duration.ofDays(1),
          BreakerReset.class,
          "ndvi-breaker-reset.v1");

  private Topics() {}

  /** Every topic that carries a value of ours, without the dead-letter topics. */
  public static List<Topic<?>> all() {
    return List.of(
        FARM_EVENTS,
        FARMS,
        CREDENTIALS,
        NDVI_REQUESTS,
        NDVI_ORDERS,
        NDVI_ENDS,
        NDVI_RESULTS,
        NDVI_SAMPLES,
        NDVI_RASTERS,
        NDVI_JOBS,
        WEATHER_REQUESTS,
        WEATHER_ANSWERS,
        WEATHER_REPORTS,
        WEATHER_WANTED,
        WEATHER_DAYS,
        WEBHOOKS,
        CALL_COUNTS,
        DEAD_LETTER_DECISIONS,
        NDVI_ENGINES,
        NDVI_BREAKER_RESETS);
  }

  private static <V> Topic<V> topic(
      String name,
      String key,
      Cleanup cleanup,
      @Nullable Duration retention,
      Class<V> value,
      String schema) {
    return new Topic<>(name, key, PARTITIONS, cleanup, retention, value, schema);
  }
}
