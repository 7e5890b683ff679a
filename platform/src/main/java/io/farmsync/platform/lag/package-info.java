/** How far every consumer group is behind: what waits, and for how long it has been waiting. */
@NullMarked
package io.farmsync.platform.lag;

import org.jspecify.annotations.NullMarked;
