/** Tests. */
@NullMarked
package io.farmsync.weather.provider.nasapower;

import org.jspecify.annotations.NullMarked;
