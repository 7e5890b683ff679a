/** Clients, nonces and credential events in PostgreSQL. */
@NullMarked
package io.farmsync.sync.client.postgres;

import org.jspecify.annotations.NullMarked;
