@NullMarked
package io.farmsync.platform.lag.prometheus;

import org.jspecify.annotations.NullMarked;
