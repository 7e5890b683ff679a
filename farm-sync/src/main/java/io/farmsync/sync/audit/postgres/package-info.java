/** The event store as the audit reads it. */
@NullMarked
package io.farmsync.sync.audit.postgres;

import org.jspecify.annotations.NullMarked;
