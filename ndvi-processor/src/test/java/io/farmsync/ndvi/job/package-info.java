/** Tests. */
@NullMarked
package io.farmsync.ndvi.job;

import org.jspecify.annotations.NullMarked;
