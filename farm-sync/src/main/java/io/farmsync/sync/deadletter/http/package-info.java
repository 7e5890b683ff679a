/** Dead letters over HTTP, for administrators. */
@NullMarked
package io.farmsync.sync.deadletter.http;

import org.jspecify.annotations.NullMarked;
