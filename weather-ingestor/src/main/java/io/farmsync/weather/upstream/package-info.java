/**
 * Asking somebody else's HTTP service politely: deadline, bounded body, retries, quota, breaker,
 * metrics.
 */
@NullMarked
package io.farmsync.weather.upstream;

import org.jspecify.annotations.NullMarked;
