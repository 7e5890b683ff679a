/** Who can be asked for weather, and measures with their units and their absence. */
@NullMarked
package io.farmsync.weather.provider;

import org.jspecify.annotations.NullMarked;
