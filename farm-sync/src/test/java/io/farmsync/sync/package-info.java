/** The service as a whole, over HTTP. */
@NullMarked
package io.farmsync.sync;

import org.jspecify.annotations.NullMarked;
