/** Tests. */
@NullMarked
package io.farmsync.weather.topology;

import org.jspecify.annotations.NullMarked;
