/** Tests. */
@NullMarked
package io.farmsync.ndvi.scene.cog;

import org.jspecify.annotations.NullMarked;
