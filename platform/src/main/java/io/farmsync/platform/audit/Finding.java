package io.farmsync.platform.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One disagreement.
 *
 * @param kind a label of metrics, one of few
 * @param partition of the topic
 * @param farm null if what was found concerns more than one farm
 * @param version of the farm; 0 without a farm
 * @param words what is wrong, for an operator
 */
public record Finding(String kind, int partition, @Nullable UUID farm, long version, String words) {

  @Override
  public String toString() {
    String where = farm == null ? "" : "farm %s, version %d, ".formatted(farm, version);
    return "%s: %spartition %d: %s".formatted(kind, where, partition, words);
  }
}
