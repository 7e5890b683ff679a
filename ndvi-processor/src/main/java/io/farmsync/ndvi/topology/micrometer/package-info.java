/** What operators see of jobs that wait for their turn. */
@NullMarked
package io.farmsync.ndvi.topology.micrometer;

import org.jspecify.annotations.NullMarked;
