/** The event store and the current state of farms in PostgreSQL. */
@NullMarked
package io.farmsync.sync.farm.postgres;

import org.jspecify.annotations.NullMarked;
