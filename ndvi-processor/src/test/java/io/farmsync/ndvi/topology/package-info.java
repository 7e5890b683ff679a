/** Tests. */
@NullMarked
package io.farmsync.ndvi.topology;

import org.jspecify.annotations.NullMarked;
