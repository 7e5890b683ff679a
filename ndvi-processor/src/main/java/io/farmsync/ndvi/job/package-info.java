/** Imagery jobs: which are due after a farm's event, and carrying one out to its end. */
@NullMarked
package io.farmsync.ndvi.job;

import org.jspecify.annotations.NullMarked;
