/** Credential events in PostgreSQL. */
@NullMarked
package io.farmsync.sync.credential.postgres;

import org.jspecify.annotations.NullMarked;
