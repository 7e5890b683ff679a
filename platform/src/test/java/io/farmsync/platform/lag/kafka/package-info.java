@NullMarked
package io.farmsync.platform.lag.kafka;

import org.jspecify.annotations.NullMarked;
