/** Whether the event store and its topic still hold the same, event by event. */
@NullMarked
package io.farmsync.sync.audit;

import org.jspecify.annotations.NullMarked;
