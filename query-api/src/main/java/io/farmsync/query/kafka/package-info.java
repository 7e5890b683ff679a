/** Running the topology, reading its stores, and queueing work as records. */
@NullMarked
package io.farmsync.query.kafka;

import org.jspecify.annotations.NullMarked;
