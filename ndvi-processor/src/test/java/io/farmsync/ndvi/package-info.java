/** Tests of the imagery processor. */
@NullMarked
package io.farmsync.ndvi;

import org.jspecify.annotations.NullMarked;
