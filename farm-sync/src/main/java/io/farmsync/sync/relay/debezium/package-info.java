/** Follows the write-ahead log with the Debezium engine. */
@NullMarked
package io.farmsync.sync.relay.debezium;

import org.jspecify.annotations.NullMarked;
