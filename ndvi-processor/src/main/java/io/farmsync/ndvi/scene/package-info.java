/**
 * Scenes of an imagery archive: what was seen when, in which files, and what a stored number means.
 */
@NullMarked
package io.farmsync.ndvi.scene;

import org.jspecify.annotations.NullMarked;
