/** Boundaries from GeoJSON, checked and measured with JTS and GeographicLib. */
@NullMarked
package io.farmsync.sync.farm.geojson;

import org.jspecify.annotations.NullMarked;
