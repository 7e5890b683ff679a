/** Vegetation indices of farms from satellite imagery: when to compute them, and computing them. */
@NullMarked
package io.farmsync.ndvi;

import org.jspecify.annotations.NullMarked;
