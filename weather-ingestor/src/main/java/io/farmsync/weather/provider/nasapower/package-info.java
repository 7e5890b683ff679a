/** NASA POWER: daily values of past days, one place per call. */
@NullMarked
package io.farmsync.weather.provider.nasapower;

import org.jspecify.annotations.NullMarked;
