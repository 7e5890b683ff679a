/** Credentials as topic {@code credentials} tells them. */
@NullMarked
package io.farmsync.platform.auth.kafka;

import org.jspecify.annotations.NullMarked;
