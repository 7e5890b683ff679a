/**
 * The page of metrics: what it holds, and how it is served without costing the readers anything.
 */
@NullMarked
package io.farmsync.platform.metrics;

import org.jspecify.annotations.NullMarked;
