/** Tests of traces and of the ids in the log. */
@NullMarked
package io.farmsync.platform.trace;

import org.jspecify.annotations.NullMarked;
