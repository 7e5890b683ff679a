/**
 * Observations of vegetation and water indices: the fold, series and latest values, and the work
 * that a read finds missing.
 */
@NullMarked
package io.farmsync.query.ndvi;

import org.jspecify.annotations.NullMarked;
