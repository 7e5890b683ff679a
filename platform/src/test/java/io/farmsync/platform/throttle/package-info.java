/** Tests of counting calls. */
@NullMarked
package io.farmsync.platform.throttle;

import org.jspecify.annotations.NullMarked;
