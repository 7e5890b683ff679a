/** What operators see of imagery. */
@NullMarked
package io.farmsync.ndvi.job.micrometer;

import org.jspecify.annotations.NullMarked;
