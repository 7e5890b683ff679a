/** Authentication of incoming HTTP requests. */
@NullMarked
package io.farmsync.platform.auth.http;

import org.jspecify.annotations.NullMarked;
