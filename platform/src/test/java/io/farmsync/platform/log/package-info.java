/** Tests of the log. */
@NullMarked
package io.farmsync.platform.log;

import org.jspecify.annotations.NullMarked;
