/** Publishes again what the event store holds, into a topic of its own. */
@NullMarked
package io.farmsync.sync.relay.replay;

import org.jspecify.annotations.NullMarked;
