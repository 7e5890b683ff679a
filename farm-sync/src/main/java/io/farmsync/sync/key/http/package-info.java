/** Administration of API keys over HTTP. */
@NullMarked
package io.farmsync.sync.key.http;

import org.jspecify.annotations.NullMarked;
