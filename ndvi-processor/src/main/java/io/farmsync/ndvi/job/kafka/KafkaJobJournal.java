package io.farmsync.ndvi.job.kafka;

import io.farmsync.ndvi.job.JobJournal;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRaster;
import io.farmsync.schemas.NdviResult;
import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import io.farmsync.schemas.kafka.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Writes one job's states to {@code ndvi-jobs}, its end to {@code ndvi-ends} and its results to
 * {@code ndvi-results} and {@code ndvi-rasters}, at least once. A job that is carried out twice
 * writes the same results under the same event ids. Used by one thread.
 */
final class KafkaJobJournal implements JobJournal {
  private static final String SOURCE = "/ndvi-processor";

  private final Producer<byte[], byte[]> producer;
  private final Cause cause;
  private final JsonSerde<NdviJob> jobs = JsonSerde.of(Topics.NDVI_JOBS);
  private final JsonSerde<NdviResult> results = JsonSerde.of(Topics.NDVI_RESULTS);
  private final JsonSerde<NdviRaster> rasters = JsonSerde.of(Topics.NDVI_RASTERS);
  private final List<Future<RecordMetadata>> underWay = new ArrayList<>();

  KafkaJobJournal(Producer<byte[], byte[]> producer, Cause cause) {
    this.producer = producer;
    this.cause = cause;
  }

  @Override
  public void write(NdviJob job) {
    String status = job.status().name().toLowerCase(Locale.ROOT);
    Instant time =
        switch (job.status()) {
          case QUEUED -> job.createdAt();
          case RUNNING -> job.startedAt() == null ? job.createdAt() : job.startedAt();
          case SUCCESS, FAILED -> job.finishedAt() == null ? job.createdAt() : job.finishedAt();
        };
    var headers =
        new EventHeaders(
            job.id() + "/" + status + "/" + job.attempts(),
            SOURCE,
            "ndvi.job-" + status + ".v1",
            time,
            cause);
    send(Topics.NDVI_JOBS, job.id(), jobs.write(job), headers);
    if (job.status().isFinal()) { // makes room for the next
      send(Topics.NDVI_ENDS, job.externalFarmId().toString(), jobs.write(job), headers);
    }
  }

  @Override
  public void write(NdviResult result) {
    EventHeaders headers =
        switch (result) {
          case NdviResult.Observed observed ->
              headers(
                  observed.jobId() + "/" + observed.date(),
                  observed.wireName(),
                  observed.computedAt());
          case NdviResult.Failed failed ->
              headers(
                  failed.jobId() + "/" + (failed.date() == null ? "job" : failed.date()),
                  failed.wireName(),
                  failed.failedAt());
        };
    send(Topics.NDVI_RESULTS, result.externalFarmId().toString(), results.write(result), headers);
  }

  @Override
  public void write(NdviRaster raster) {
    EventHeaders headers =
        switch (raster) {
          case NdviRaster.Rendered rendered ->
              headers(rendered.jobId(), raster.wireName(), rendered.renderedAt());
          case NdviRaster.Missing missing ->
              headers(missing.jobId(), raster.wireName(), missing.computedAt());
        };
    send(Topics.NDVI_RASTERS, raster.key(), rasters.write(raster), headers);
  }

  @Override
  public void settle() {
    producer.flush();
    try {
      for (Future<RecordMetadata> record : underWay) {
        record.get();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while writing results", stopped);
    } catch (ExecutionException refused) {
      throw new IllegalStateException("results could not be written", refused.getCause());
    }
    underWay.clear();
  }

  private EventHeaders headers(String id, String type, Instant time) {
    return new EventHeaders(id, SOURCE, type, time, cause);
  }

  private void send(Topic<?> topic, String key, byte @Nullable [] value, EventHeaders headers) {
    underWay.add(
        producer.send(
            new ProducerRecord<>(
                topic.name(),
                null,
                key.getBytes(StandardCharsets.UTF_8),
                value,
                headers.of(topic))));
  }
}
