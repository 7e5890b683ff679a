/** Secrets at rest. */
@NullMarked
package io.farmsync.platform.secret;

import org.jspecify.annotations.NullMarked;
