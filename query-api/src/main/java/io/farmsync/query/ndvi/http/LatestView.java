package io.farmsync.query.ndvi.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The newest value.
 *
 * @param stale there is none, or it is older than the lookback today in UTC
 * @param v2Observation only in representation v2, and so is {@code representation}
 */
record LatestView(
    @Nullable ObservationView observation,
    String engine,
    int lookbackDays,
    int maxCloud,
    boolean stale,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DerivedView v2Observation,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String representation) {}
