package io.farmsync.query.topology;

import io.farmsync.query.instances.Question;
import io.farmsync.query.topology.Views.KeyRange;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is asked of a view again and again: the first entries of one of its ranges. They are kept in
 * memory, for to begin an iterator costs more than all that is read by it.
 *
 * @param rangeOf the range that a key belongs to, as its readers ask for it
 * @param isDescending whether its readers begin at the last key
 * @param entries how many of them are kept, at most
 */
record Beginning(Function<String, KeyRange> rangeOf, boolean isDescending, int entries) {

  /** Views of which single values are asked for. */
  static Beginning ofSingleKeys() {
    return new Beginning(key -> new KeyRange(key, key), false, 1);
  }

  /** What is kept of the range of a key. */
  Question question(int partition, String key) {
    var range = rangeOf.apply(key);
    return new Question(partition, range.from(), range.to(), isDescending, entries);
  }

  /** The question for the beginning of a range, if it is one that is kept. */
  Optional<Question> question(int partition, KeyRange range, boolean isDescendingWanted) {
    if (isDescending != isDescendingWanted || !rangeOf.apply(range.from()).equals(range)) {
      return Optional.empty();
    }
    return Optional.of(question(partition, range.from()));
  }
}
