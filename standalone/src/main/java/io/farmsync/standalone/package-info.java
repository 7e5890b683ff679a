/** The {@code ./farm} command: every service, a Kafka broker and PostgreSQL in one process. */
@NullMarked
package io.farmsync.standalone;

import org.jspecify.annotations.NullMarked;
