/** Secrets: made, and encrypted where they rest. */
@NullMarked
package io.farmsync.sync.secret;

import org.jspecify.annotations.NullMarked;
