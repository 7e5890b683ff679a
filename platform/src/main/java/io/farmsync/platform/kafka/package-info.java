/** Kafka settings and the topics that must exist. */
@NullMarked
package io.farmsync.platform.kafka;

import org.jspecify.annotations.NullMarked;
