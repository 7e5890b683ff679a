/** Tests. */
@NullMarked
package io.farmsync.weather.provider.openmeteo;

import org.jspecify.annotations.NullMarked;
