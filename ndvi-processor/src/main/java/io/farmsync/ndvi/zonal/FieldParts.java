package io.farmsync.ndvi.zonal;

import java.util.function.Consumer;

/**
 * The pixels of a field, part by part: a field of any size is worked in the memory of one part.
 * Every walk gives the same parts in the same order.
 */
interface FieldParts {
  /** Hands over each part that the field covers; it is only good until the next one. */
  void forEach(Consumer<FieldPixels> part);

  /** Whether there may be more than one part. */
  boolean areMany();
}
