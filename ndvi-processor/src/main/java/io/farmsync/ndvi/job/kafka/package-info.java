/** Jobs from and to Kafka: requests by share group, states and results by producer. */
@NullMarked
package io.farmsync.ndvi.job.kafka;

import org.jspecify.annotations.NullMarked;
