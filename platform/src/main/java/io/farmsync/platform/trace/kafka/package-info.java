/** Traces over records: every producer and consumer of ours hands them on. */
@NullMarked
package io.farmsync.platform.trace.kafka;

import org.jspecify.annotations.NullMarked;
