/** Carries every committed event from the event store to Kafka, exactly once and in order. */
@NullMarked
package io.farmsync.sync.relay;

import org.jspecify.annotations.NullMarked;
