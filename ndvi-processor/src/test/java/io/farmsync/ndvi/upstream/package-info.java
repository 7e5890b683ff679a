/** Tests. */
@NullMarked
package io.farmsync.ndvi.upstream;

import org.jspecify.annotations.NullMarked;
