/**
 * Scene catalogues that speak the STAC API (1.0 and 1.1): Earth Search, Copernicus Data Space,
 * Planetary Computer.
 */
@NullMarked
package io.farmsync.ndvi.scene.stac;

import org.jspecify.annotations.NullMarked;
