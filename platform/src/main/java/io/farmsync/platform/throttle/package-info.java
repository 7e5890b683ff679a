/** How often one caller may call. */
@NullMarked
package io.farmsync.platform.throttle;

import org.jspecify.annotations.NullMarked;
