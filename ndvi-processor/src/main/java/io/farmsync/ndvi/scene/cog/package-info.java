/**
 * Cloud-optimized GeoTIFFs by range request: only the header and the blocks that a window needs.
 */
@NullMarked
package io.farmsync.ndvi.scene.cog;

import org.jspecify.annotations.NullMarked;
