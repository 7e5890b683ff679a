/** Farm commands and histories over HTTP. */
@NullMarked
package io.farmsync.sync.farm.http;

import org.jspecify.annotations.NullMarked;
