/** The imagery engine from the command line: no broker, no database, no service. */
@NullMarked
package io.farmsync.standalone.imagery;

import org.jspecify.annotations.NullMarked;
