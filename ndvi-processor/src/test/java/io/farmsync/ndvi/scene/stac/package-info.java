/** Tests. */
@NullMarked
package io.farmsync.ndvi.scene.stac;

import org.jspecify.annotations.NullMarked;
