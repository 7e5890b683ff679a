/** Tests. */
@NullMarked
package io.farmsync.ndvi.scene;

import org.jspecify.annotations.NullMarked;
