/** Signing keys in PostgreSQL. */
@NullMarked
package io.farmsync.sync.token.postgres;

import org.jspecify.annotations.NullMarked;
