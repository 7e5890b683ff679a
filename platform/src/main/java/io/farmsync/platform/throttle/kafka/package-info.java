/** Throttles that all instances share, by way of topic {@code call-counts}. */
@NullMarked
package io.farmsync.platform.throttle.kafka;

import org.jspecify.annotations.NullMarked;
