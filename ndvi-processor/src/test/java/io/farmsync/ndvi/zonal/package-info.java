/** Tests. */
@NullMarked
package io.farmsync.ndvi.zonal;

import org.jspecify.annotations.NullMarked;
