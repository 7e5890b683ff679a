/** What the log says and how much: ids on every line, repeats bounded. */
@NullMarked
package io.farmsync.platform.log;

import org.jspecify.annotations.NullMarked;
