/** Keeps the weather of every cell that has a farm warm; the root wires the parts together. */
@NullMarked
package io.farmsync.weather;

import org.jspecify.annotations.NullMarked;
