package io.farmsync.query.instances;

/**
 * What is asked of one partition of a store.
 *
 * @param from first key, inclusive
 * @param to last key, inclusive; the same as {@code from} asks for one key
 * @param descending from the last key down
 * @param limit most entries wanted, 1 to {@link #MAX_LIMIT}
 */
public record Question(int partition, String from, String to, boolean descending, int limit) {

  public static final int MAX_LIMIT = 1000;

  public Question {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit " + limit + " (expected: 1 to " + MAX_LIMIT + ")");
    }
  }

  /** One key of a partition. */
  public static Question key(int partition, String key) {
    return new Question(partition, key, key, false, 1);
  }

  public boolean asksOneKey() {
    return from.equals(to);
  }
}
