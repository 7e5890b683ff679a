/**
 * Recorded scenes, fields and weather answers, and local HTTP upstreams that serve them like the
 * real ones.
 */
@NullMarked
package io.farmsync.samples;

import org.jspecify.annotations.NullMarked;
