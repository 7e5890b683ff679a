/** Every name on the wire: what the topics carry, in which shape, under which key. */
@NullMarked
package io.farmsync.schemas;

import org.jspecify.annotations.NullMarked;
