/** Tests. */
@NullMarked
package io.farmsync.weather.provider;

import org.jspecify.annotations.NullMarked;
