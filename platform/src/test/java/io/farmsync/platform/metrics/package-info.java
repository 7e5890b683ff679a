/** Tests of the page of metrics. */
@NullMarked
package io.farmsync.platform.metrics;

import org.jspecify.annotations.NullMarked;
