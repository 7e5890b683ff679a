/** Tests of the processes of a platform. */
@NullMarked
package io.farmsync.standalone.processes;

import org.jspecify.annotations.NullMarked;
