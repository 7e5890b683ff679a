/** One trace from the request through store, relay, topics and workers to the view. */
@NullMarked
package io.farmsync.platform.trace;

import org.jspecify.annotations.NullMarked;
