/** Farms as readers see them: the fold of farm events, and who may see which. */
@NullMarked
package io.farmsync.query.farm;

import org.jspecify.annotations.NullMarked;
