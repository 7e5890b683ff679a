/** Index reads, refreshes and jobs over HTTP. */
@NullMarked
package io.farmsync.query.ndvi.http;

import org.jspecify.annotations.NullMarked;
