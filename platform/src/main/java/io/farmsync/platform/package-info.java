/** What every service needs once; {@link io.farmsync.platform.PlatformConfiguration} brings it. */
@NullMarked
package io.farmsync.platform;

import org.jspecify.annotations.NullMarked;
