/** Which imagery jobs are due, and whose turn it is when there are more than can be worked. */
@NullMarked
package io.farmsync.ndvi.plan;

import org.jspecify.annotations.NullMarked;
