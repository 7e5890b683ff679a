/** Tests. */
@NullMarked
package io.farmsync.weather.upstream;

import org.jspecify.annotations.NullMarked;
