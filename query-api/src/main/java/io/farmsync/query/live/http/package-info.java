/** Changes over HTTP, as server-sent events. */
@NullMarked
package io.farmsync.query.live.http;

import org.jspecify.annotations.NullMarked;
