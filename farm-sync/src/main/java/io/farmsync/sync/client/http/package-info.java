/** Signed requests and the administration of clients over HTTP. */
@NullMarked
package io.farmsync.sync.client.http;

import org.jspecify.annotations.NullMarked;
