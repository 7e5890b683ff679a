package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kinds of imagery jobs under the names the HTTP contract gives them. */
public enum JobType {
  @JsonProperty("refresh_latest")
  REFRESH_LATEST,
  @JsonProperty("gap_fill")
  GAP_FILL,
  @JsonProperty("backfill")
  BACKFILL,
  @JsonProperty("raster_png")
  RASTER_PNG
}
