/** Dead letters in their topics, and the topic of decisions. */
@NullMarked
package io.farmsync.sync.deadletter.kafka;

import org.jspecify.annotations.NullMarked;
