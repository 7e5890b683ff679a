package io.farmsync.query.kafka;

import io.farmsync.query.instances.Answers.Answer;
import io.farmsync.query.instances.Question;
import io.farmsync.query.topology.View;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** A range that is fetched in parts as far as it is read, out of memory or from elsewhere. */
final class PartedRange<V> implements KeyValueIterator<String, V> {

  /** How much larger each part is than the one before: who reads on will read more. */
  private static final int GROWTH = 4;

  private final View<V> view;
  private final Function<Question, Answer> ask;
  private final Deque<KeyValue<String, V>> fetched = new ArrayDeque<>();
  private @Nullable Question next;

  /**
   * @param asked the first part
   * @param answer what came of it
   * @param ask fetches the further ones
   */
  PartedRange(View<V> view, Question asked, Answer answer, Function<Question, Answer> ask) {
    this.view = view;
    this.ask = ask;
    take(asked, answer);
  }

  @Override
  public boolean hasNext() {
    while (fetched.isEmpty() && next != null) {
      take(next, ask.apply(next));
    }
    return !fetched.isEmpty();
  }

  @Override
  public KeyValue<String, V> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return fetched.remove();
  }

  @Override
  public String peekNextKey() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return fetched.element().key;
  }

  @Override
  public void close() {
    fetched.clear();
    next = null;
  }

  /** The next part begins with the last key again: which key comes after one, only stores know. */
  private void take(Question asked, Answer answer) {
    boolean isFirst = fetched.isEmpty() && next == null;
    String last = null;
    for (var entry : answer.entries()) {
      last = entry.key();
      if (isFirst || !last.equals(asked.descending() ? asked.to() : asked.from())) {
        fetched.add(KeyValue.pair(last, view.read(entry.value())));
      }
    }
    next = answer.isMore() && last != null ? after(asked, last) : null;
  }

  private static Question after(Question asked, String last) {
    int limit = Math.min(asked.limit() * GROWTH, Question.MAX_LIMIT);
    return asked.descending()
        ? new Question(asked.partition(), asked.from(), last, true, limit)
        : new Question(asked.partition(), last, asked.to(), false, limit);
  }
}
