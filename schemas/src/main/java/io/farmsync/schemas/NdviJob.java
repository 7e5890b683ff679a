package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where one imagery job stands; value of topic {@code ndvi-jobs}, keyed by job id, the latest
 * record wins.
 *
 * @param attempts deliveries to a worker so far
 * @param newestValue day of the newest value that may be shown of those the job wrote; null while
 *     it has none
 * @param lastError code of the latest failure, as the HTTP contract lists them
 */
public record NdviJob(
    String id,
    UUID externalFarmId,
    String tenant,
    long farmVersion,
    String index,
    String engine,
    JobType jobType,
    Status status,
    LocalDate start,
    LocalDate end,
    int stepDays,
    int maxCloud,
    @Nullable Integer lookbackDays,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    int attempts,
    @Nullable String lastError,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LocalDate newestValue) {

  /** Every job ends in success or failed. */
  public enum Status {
    @JsonProperty("queued")
    QUEUED,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("success")
    SUCCESS,
    @JsonProperty("failed")
    FAILED;

    public boolean isFinal() {
      return this == SUCCESS || this == FAILED;
    }
  }

  /** A job that has written no value that may be shown. */
  public NdviJob(
      String id,
      UUID externalFarmId,
      String tenant,
      long farmVersion,
      String index,
      String engine,
      JobType jobType,
      Status status,
      LocalDate start,
      LocalDate end,
      int stepDays,
      int maxCloud,
      @Nullable Integer lookbackDays,
      Instant createdAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      int attempts,
      @Nullable String lastError) {
    this(
        id,
        externalFarmId,
        tenant,
        farmVersion,
        index,
        engine,
        jobType,
        status,
        start,
        end,
        stepDays,
        maxCloud,
        lookbackDays,
        createdAt,
        startedAt,
        finishedAt,
        attempts,
        lastError,
        null);
  }

  /** The same job, which has written values. */
  public NdviJob withNewestValue(@Nullable LocalDate day) {
    return new NdviJob(
        id,
        externalFarmId,
        tenant,
        farmVersion,
        index,
        engine,
        jobType,
        status,
        start,
        end,
        stepDays,
        maxCloud,
        lookbackDays,
        createdAt,
        startedAt,
        finishedAt,
        attempts,
        lastError,
        day);
  }

  /** The job a request starts as. */
  public static NdviJob queued(NdviRequest request) {
    return new NdviJob(
        request.jobId(),
        request.externalFarmId(),
        request.tenant(),
        request.farmVersion(),
        request.index(),
        request.engine(),
        request.jobType(),
        Status.QUEUED,
        request.start(),
        request.end(),
        request.stepDays(),
        request.maxCloud(),
        request.lookbackDays(),
        request.requestedAt(),
        null,
        null,
        0,
        null);
  }
}
