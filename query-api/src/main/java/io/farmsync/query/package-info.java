/** The read side: every answer comes from a view built from topics; nothing durable lives here. */
@NullMarked
package io.farmsync.query;

import org.jspecify.annotations.NullMarked;
