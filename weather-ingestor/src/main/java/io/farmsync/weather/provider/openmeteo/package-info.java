/** Open-Meteo: current, hourly and daily values of many places in one call. */
@NullMarked
package io.farmsync.weather.provider.openmeteo;

import org.jspecify.annotations.NullMarked;
