package io.farmsync.ndvi.scene;

import java.net.URI;
import java.util.OptionalDouble;

/**
 * One band's file, as the catalogue describes it.
 *
 * @param noData the stored number that means no data
 * @param scale the declared factor from stored number to reflectance
 * @param offset the declared summand, dimensionless
 */
public record Asset(URI href, double noData, OptionalDouble scale, OptionalDouble offset) {}
