package io.farmsync.sync.farm;

import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.Geometry;
import org.jspecify.annotations.Nullable;

/**
 * Where a farm lies.
 *
 * @param bbox with exactly five decimals, so that equal places are equal values
 * @param geometry the exact outline, if the client gave one; it lies in the bbox
 * @param areaHa of the geometry, else of the bbox; hectares on the WGS 84 ellipsoid
 */
public record Boundary(Bbox bbox, @Nullable Geometry geometry, double areaHa) {}
