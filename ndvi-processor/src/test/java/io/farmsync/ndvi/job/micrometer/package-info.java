/** Tests of what is counted of jobs. */
@NullMarked
package io.farmsync.ndvi.job.micrometer;

import org.jspecify.annotations.NullMarked;
