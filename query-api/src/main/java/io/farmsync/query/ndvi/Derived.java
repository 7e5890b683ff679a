package io.farmsync.query.ndvi;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What representation v2 makes of one observation.
 *
 * @param selected the value, or null if it is not to be trusted
 * @param smoothed median of the value and those before it, where there are three in all; null
 *     without a value
 * @param confidence 0 to 1
 * @param flags of the observation, and of the selection
 * @param nullReason why there is no value, in the words of the HTTP contract
 */
public record Derived(
    @Nullable Double selected,
    @Nullable Double smoothed,
    double confidence,
    String source,
    List<String> flags,
    Optional<String> nullReason) {}
