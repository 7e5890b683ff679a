/** Payloads of farm commands. */
@NullMarked
package io.farmsync.sync.farm.http;

import org.jspecify.annotations.NullMarked;
