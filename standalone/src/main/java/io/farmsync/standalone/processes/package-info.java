/**
 * Broker, database and services as operating-system processes of their own, to be killed or
 * measured.
 */
@NullMarked
package io.farmsync.standalone.processes;

import org.jspecify.annotations.NullMarked;
