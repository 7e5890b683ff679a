/** Tests. */
@NullMarked
package io.farmsync.weather;

import org.jspecify.annotations.NullMarked;
