package io.farmsync.query.kafka;

import io.farmsync.query.freshness.ReadAges;
import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.instances.Answers.Answer;
import io.farmsync.query.instances.Question;
import io.farmsync.query.topology.View;
import io.farmsync.query.topology.Views.KeyRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * Reads the views wherever they are: out of the stores here if this instance serves the partition,
 * which costs nothing more, else from another one. What cannot be answered is a {@link
 * ViewUnavailable}.
 */
final class StoreReader {

  /** The first part of a range elsewhere; most ranges that are read end within. */
  private static final int FIRST_PART = 128;

  /** Keys that are asked for in one question. */
  private static final int MOST_AT_ONCE = 200;

  private final LocalStores local;
  private final Elsewhere elsewhere;
  private final ViewMeasure measure;
  private final ReadAges ages;

  StoreReader(LocalStores local, Elsewhere elsewhere, ViewMeasure measure, ReadAges ages) {
    this.local = local;
    this.elsewhere = elsewhere;
    this.measure = measure;
    this.ages = ages;
  }

  /** Where records of this key are; the partitioner of Kafka's own producers. */
  static int partitionOf(View<?> view, String recordKey) {
    byte[] key = recordKey.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % view.source().partitions();
  }

  <V> Optional<V> value(View<V> view, int partition, String key) {
    try {
      return noted(view, partition, local.value(view, partition, key, false));
    } catch (ViewUnavailable e) {
      var answer = elsewhere.ask(view, List.of(Question.key(partition, key)), e).getFirst();
      return answer.entries().stream().findFirst().map(entry -> view.read(entry.value()));
    }
  }

  /** Values of several keys, each by its own record key; those that are there, in their order. */
  <V> List<V> values(View<V> view, List<String> keys) {
    var questions = keys.stream().map(key -> Question.key(partitionOf(view, key), key)).toList();
    return values(view, questions, questions.size());
  }

  /** What each partition has under the same key. */
  <V> List<V> valuesEverywhere(View<V> view, String key) {
    var questions = view.partitions().mapToObj(at -> Question.key(at, key)).toList();
    return values(view, questions, questions.size());
  }

  /** Ascending by key; the caller closes it. */
  <V> KeyValueIterator<String, V> ascending(View<V> view, int partition, KeyRange range) {
    return range(view, partition, range, false);
  }

  /** Descending by key; the caller closes it. */
  <V> KeyValueIterator<String, V> descending(View<V> view, int partition, KeyRange range) {
    return range(view, partition, range, true);
  }

  /** One iterator for each partition, ascending by key; the caller closes them. */
  <V> List<KeyValueIterator<String, V>> everywhere(View<V> view, KeyRange range) {
    var found = new ArrayList<KeyValueIterator<String, V>>();
    var missing = new ArrayList<Question>();
    ViewUnavailable why = null;
    for (int partition : view.partitions().toArray()) {
      try {
        found.add(noted(view, partition, local.range(view, partition, range, false, false)));
      } catch (ViewUnavailable e) {
        why = e;
        missing.add(new Question(partition, range.from(), range.to(), false, FIRST_PART));
      }
    }
    if (why == null) {
      return found;
    }
    try {
      var answers = elsewhere.ask(view, missing, why);
      for (int i = 0; i < missing.size(); i++) {
        found.add(remote(view, missing.get(i), answers.get(i), why));
      }
      return found;
    } catch (ViewUnavailable e) {
      found.forEach(KeyValueIterator::close);
      throw e;
    }
  }

  /**
   * Looks whether a partition is answered for, without asking anybody.
   *
   * @throws ViewUnavailable if it is not
   */
  void require(View<?> view, int partition) {
    try {
      var _ = local.value(view, partition, "", false);
    } catch (ViewUnavailable e) {
      if (!elsewhere.hasHolder(view, partition)) {
        throw e;
      }
    }
  }

  /** A value of a view that is whole on every instance. */
  <V> Optional<V> globalValue(View<V> view, String key) {
    return local.globalValue(view, key);
  }

  private <V> KeyValueIterator<String, V> range(
      View<V> view, int partition, KeyRange range, boolean isDescending) {
    try {
      return noted(view, partition, local.range(view, partition, range, isDescending, false));
    } catch (ViewUnavailable e) {
      var question = new Question(partition, range.from(), range.to(), isDescending, FIRST_PART);
      return remote(view, question, elsewhere.ask(view, List.of(question), e).getFirst(), e);
    }
  }

  private <V> KeyValueIterator<String, V> remote(
      View<V> view, Question question, Answer answer, ViewUnavailable why) {
    return new PartedRange<>(
        view, question, answer, next -> elsewhere.ask(view, List.of(next), why).getFirst());
  }

  private <V> List<V> values(View<V> view, List<Question> questions, int most) {
    Map<Question, Optional<V>> found = LinkedHashMap.newLinkedHashMap(most);
    var missing = new ArrayList<Question>();
    ViewUnavailable why = null;
    for (var question : questions) {
      found.put(question, Optional.empty());
      try {
        int partition = question.partition();
        found.put(
            question, noted(view, partition, local.value(view, partition, question.from(), false)));
      } catch (ViewUnavailable e) {
        why = e;
        missing.add(question);
      }
    }
    for (int first = 0; why != null && first < missing.size(); first += MOST_AT_ONCE) {
      var part = missing.subList(first, Math.min(first + MOST_AT_ONCE, missing.size()));
      var answers = elsewhere.ask(view, part, why);
      for (int i = 0; i < part.size(); i++) {
        found.put(
            part.get(i),
            answers.get(i).entries().stream().findFirst().map(entry -> view.read(entry.value())));
      }
    }
    return found.values().stream().flatMap(Optional::stream).toList();
  }

  private <T> T noted(View<?> view, int partition, T read) {
    measure.lag(view, partition).ifPresent(ages::note);
    return read;
  }
}
