/** Boundaries, awkward ones above all. */
@NullMarked
package io.farmsync.sync.farm.geojson;

import org.jspecify.annotations.NullMarked;
