package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One imagery job: compute an index for a farm on every acquisition day of a window; value of topic
 * {@code ndvi-requests}. It carries the boundary, so that a worker needs nothing else.
 *
 * @param jobId the same for equal requests, so that they are made once
 * @param index ndvi, ndwi or ndmi
 * @param start first acquisition day, UTC, inclusive
 * @param end last acquisition day, UTC, inclusive
 * @param stepDays the bucket step the request came with; jobs compute every acquisition day
 *     whatever it is
 * @param maxCloud scenes whose catalogue says more cloud, in percent, are not read
 */
public record NdviRequest(
    String jobId,
    UUID externalFarmId,
    String tenant,
    long farmVersion,
    String index,
    String engine,
    JobType jobType,
    Reason reason,
    LocalDate start,
    LocalDate end,
    int stepDays,
    int maxCloud,
    @Nullable Integer lookbackDays,
    Bbox bbox,
    @Nullable Geometry geometry,
    Instant requestedAt) {

  /** Why the job was made. */
  public enum Reason {
    @JsonProperty("registered")
    REGISTERED,
    @JsonProperty("boundary")
    BOUNDARY,
    @JsonProperty("restored")
    RESTORED,
    @JsonProperty("daily")
    DAILY,
    @JsonProperty("gap-fill")
    GAP_FILL,
    @JsonProperty("stale")
    STALE,
    @JsonProperty("manual")
    MANUAL
  }
}
