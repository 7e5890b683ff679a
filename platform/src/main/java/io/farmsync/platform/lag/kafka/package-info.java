/** Reads offsets, groups and waiting records from the brokers. */
@NullMarked
package io.farmsync.platform.lag.kafka;

import org.jspecify.annotations.NullMarked;
