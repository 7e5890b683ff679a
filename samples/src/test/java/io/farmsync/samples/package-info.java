/** Tests of the sample upstreams. */
@NullMarked
package io.farmsync.samples;

import org.jspecify.annotations.NullMarked;
