/** Secrets: made, and encrypted where they rest. */
@NullMarked
package io.farmsync.platform.secret;

import org.jspecify.annotations.NullMarked;
