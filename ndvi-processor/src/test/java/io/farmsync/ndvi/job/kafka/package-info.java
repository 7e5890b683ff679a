/** Tests of work by way of Kafka. */
@NullMarked
package io.farmsync.ndvi.job.kafka;

import org.jspecify.annotations.NullMarked;
