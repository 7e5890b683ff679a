package io.farmsync.query.ndvi.http;

import org.jspecify.annotations.Nullable;

/**
 * The newest value.
 *
 * @param stale there is none, or it is older than the lookback today in UTC
 */
record LatestView(
    @Nullable ObservationView observation,
    String engine,
    int lookbackDays,
    int maxCloud,
    boolean stale) {}
