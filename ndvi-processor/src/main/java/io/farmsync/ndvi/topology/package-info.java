/** When imagery is computed: farm events in, jobs out. */
@NullMarked
package io.farmsync.ndvi.topology;

import org.jspecify.annotations.NullMarked;
