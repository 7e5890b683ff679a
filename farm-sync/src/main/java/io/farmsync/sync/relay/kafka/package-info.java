/** Writes relayed events, and how far they were relayed, in one Kafka transaction. */
@NullMarked
package io.farmsync.sync.relay.kafka;

import org.jspecify.annotations.NullMarked;
