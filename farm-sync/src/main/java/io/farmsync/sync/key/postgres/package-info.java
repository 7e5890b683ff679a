/** API keys in PostgreSQL. */
@NullMarked
package io.farmsync.sync.key.postgres;

import org.jspecify.annotations.NullMarked;
