/** Clients that are given by configuration. */
@NullMarked
package io.farmsync.sync.client.http;

import org.jspecify.annotations.NullMarked;
