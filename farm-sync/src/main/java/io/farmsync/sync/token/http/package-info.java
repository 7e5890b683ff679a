/** Minting and checking tokens over HTTP, and the published keys. */
@NullMarked
package io.farmsync.sync.token.http;

import org.jspecify.annotations.NullMarked;
