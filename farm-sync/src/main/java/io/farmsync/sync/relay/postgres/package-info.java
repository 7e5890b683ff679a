/** The relay's side of PostgreSQL: leadership, replication slot, snapshot of the event store. */
@NullMarked
package io.farmsync.sync.relay.postgres;

import org.jspecify.annotations.NullMarked;
