/** What an operator sees of the relay. */
@NullMarked
package io.farmsync.sync.relay.metrics;

import org.jspecify.annotations.NullMarked;
