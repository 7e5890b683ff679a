/** Integration clients, their secrets, and the signatures they put on requests. */
@NullMarked
package io.farmsync.sync.client;

import org.jspecify.annotations.NullMarked;
