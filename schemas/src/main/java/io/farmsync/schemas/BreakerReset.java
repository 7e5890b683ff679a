package io.farmsync.schemas;

import java.time.Instant;

/**
 * An order to ask upstreams of an engine again at once; value of topic {@code ndvi-breaker-resets}.
 */
public record BreakerReset(String engine, Instant requestedAt) {}
