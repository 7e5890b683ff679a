/** A real Kafka broker and a real PostgreSQL in and beside this JVM, from Maven artifacts only. */
@NullMarked
package io.farmsync.embedded;

import org.jspecify.annotations.NullMarked;
