/** Running the trigger topology. */
@NullMarked
package io.farmsync.ndvi.topology.kafka;

import org.jspecify.annotations.NullMarked;
