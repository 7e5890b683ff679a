/** Tests. */
@NullMarked
package io.farmsync.weather.cell;

import org.jspecify.annotations.NullMarked;
