package io.farmsync.query.ndvi;

import io.farmsync.query.ndvi.Condition.Kind;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Which state the vegetation of a farm is in on any day from its newest observation on. A state is
 * that of the observations of the last days, so it changes as days pass, and when it does is known
 * beforehand: an index of these spans stays right without being touched.
 *
 * @param engine whose observations count
 * @param maxCloud percent of the field
 * @param days for which an observation counts after its day
 */
public record StateRule(Engine engine, int maxCloud, int days) {

  static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
  static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  /** Both days inclusive. */
  public record Span(Kind kind, LocalDate first, LocalDate last) {}

  /** Whether results of an index and an engine, by their names on the wire, change states. */
  public boolean isAbout(String index, String engineName) {
    return index.equals(SpectralIndex.NDVI.wireName()) && engineName.equals(engine.wireName());
  }

  /**
   * The states one after the other, without gaps. The first begins with the newest observation that
   * counts, of which nobody asks earlier; the last is {@link Kind#UNKNOWN} and stays.
   *
   * @param newestFirst NDVI within the present boundary; read no further than is needed
   */
  public List<Span> spans(Iterator<Observation> newestFirst) {
    var counted = new ArrayList<>(recent(newestFirst));
    var spans = new ArrayList<Span>();
    LocalDate first = FIRST_DAY;
    for (int oldest = 0; oldest < counted.size(); oldest++) {
      LocalDate last = counted.get(oldest).date().plusDays(days);
      var still = counted.subList(oldest, counted.size());
      append(
          spans, new Span(Condition.of(SpectralIndex.NDVI, maxCloud, still).kind(), first, last));
      first = last.plusDays(1);
    }
    append(spans, new Span(Kind.UNKNOWN, first, LAST_DAY));
    return spans;
  }

  private Deque<Observation> recent(Iterator<Observation> newestFirst) {
    var counted = new ArrayDeque<Observation>();
    while (newestFirst.hasNext()) {
      Observation next = newestFirst.next();
      if (!counted.isEmpty() && next.date().isBefore(counted.getLast().date().minusDays(days))) {
        break;
      }
      if (Condition.counts(next, maxCloud)) {
        counted.addFirst(next);
      }
    }
    return counted;
  }

  private static void append(List<Span> spans, Span next) {
    if (!spans.isEmpty() && spans.getLast().kind() == next.kind()) {
      next = new Span(next.kind(), spans.removeLast().first(), next.last());
    }
    spans.add(next);
  }
}
