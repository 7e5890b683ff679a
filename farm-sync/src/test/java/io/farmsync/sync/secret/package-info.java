/** Secrets at rest. */
@NullMarked
package io.farmsync.sync.secret;

import org.jspecify.annotations.NullMarked;
