/** Tests. */
@NullMarked
package io.farmsync.weather.worker;

import org.jspecify.annotations.NullMarked;
