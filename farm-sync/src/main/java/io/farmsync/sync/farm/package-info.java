/** Farms: what may happen to them, what did, and where that is kept. */
@NullMarked
package io.farmsync.sync.farm;

import org.jspecify.annotations.NullMarked;
