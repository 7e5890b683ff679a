/** Lag under the names of kafka_exporter, which dashboards and alerts already use. */
@NullMarked
package io.farmsync.platform.lag.prometheus;

import org.jspecify.annotations.NullMarked;
