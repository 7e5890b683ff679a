/** Dead letters: which there are, and what operators decide of them. */
@NullMarked
package io.farmsync.sync.deadletter;

import org.jspecify.annotations.NullMarked;
