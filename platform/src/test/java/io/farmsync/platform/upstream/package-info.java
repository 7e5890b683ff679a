/** Tests. */
@NullMarked
package io.farmsync.platform.upstream;

import org.jspecify.annotations.NullMarked;
