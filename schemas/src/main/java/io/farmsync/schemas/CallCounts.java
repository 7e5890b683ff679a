package io.farmsync.schemas;

import java.util.List;

/**
 * Calls that one instance of a service let in since it last told; value of topic {@code
 * call-counts}, by which all instances share their throttles.
 *
 * @param instance who counted; unique for each start of a process
 */
public record CallCounts(String instance, List<Count> counts) {

  /**
   * Calls of one caller in one slot of time.
   *
   * @param bucket what is counted apart
   * @param caller client, key or address
   * @param slot start of the slot in milliseconds since 1970
   * @param calls greater than 0
   */
  public record Count(String bucket, String caller, long slot, int calls) {}
}
