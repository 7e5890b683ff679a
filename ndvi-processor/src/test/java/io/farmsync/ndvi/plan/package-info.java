/** Tests. */
@NullMarked
package io.farmsync.ndvi.plan;

import org.jspecify.annotations.NullMarked;
