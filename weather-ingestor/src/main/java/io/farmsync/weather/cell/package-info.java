/** What is known of a weather cell and when it is asked for again: pure decisions over time. */
@NullMarked
package io.farmsync.weather.cell;

import org.jspecify.annotations.NullMarked;
