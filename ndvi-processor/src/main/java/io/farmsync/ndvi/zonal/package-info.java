/** From pixels to a field's numbers: spectral indices, masks, exact coverage and statistics. */
@NullMarked
package io.farmsync.ndvi.zonal;

import org.jspecify.annotations.NullMarked;
