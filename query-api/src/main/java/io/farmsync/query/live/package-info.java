/** What changes, told as it happens and from any point on again. */
@NullMarked
package io.farmsync.query.live;

import org.jspecify.annotations.NullMarked;
