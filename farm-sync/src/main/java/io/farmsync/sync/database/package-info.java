/** How this service reaches PostgreSQL, and what it does while it cannot. */
@NullMarked
package io.farmsync.sync.database;

import org.jspecify.annotations.NullMarked;
