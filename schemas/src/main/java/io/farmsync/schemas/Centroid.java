package io.farmsync.schemas;

import java.math.BigDecimal;

/** A point in WGS 84 degrees that stands for a farm; it may lie outside the farm's bbox. */
public record Centroid(BigDecimal lat, BigDecimal lon) {}
