/**
 * When imagery is computed: farm events, orders and the clock in; jobs out, when their turn comes.
 */
@NullMarked
package io.farmsync.ndvi.topology;

import org.jspecify.annotations.NullMarked;
