/** Weather of a farm's cell, as the farm's zone tells time. */
@NullMarked
package io.farmsync.query.weather;

import org.jspecify.annotations.NullMarked;
