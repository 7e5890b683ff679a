package io.farmsync.platform.upstream;

import java.time.Instant;
import java.util.Optional;

/**
 * How one host does.
 *
 * @param breaker {@code closed}, {@code open} or {@code half_open}
 * @param failures among the latest questions, as many as open the breaker
 */
public record HostState(String host, String breaker, int failures, Optional<Instant> lastFailure) {}
