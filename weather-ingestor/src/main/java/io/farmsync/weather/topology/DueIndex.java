package io.farmsync.weather.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Cells by the instant at which something is to be done about them: keys sort by time, so due ones
 * are one range.
 */
record DueIndex(KeyValueStore<String, String> store) {

  private static final String BEFORE_ALL = "";
  private static final String SEPARATOR = "|";

  /** Moves a cell; an empty instant is a cell that waits for nothing. */
  void move(String cell, Optional<Instant> from, Optional<Instant> to) {
    if (from.equals(to)) {
      return;
    }
    from.ifPresent(at -> store.delete(key(at, cell)));
    to.ifPresent(at -> store.put(key(at, cell), cell));
  }

  /** Cells due by now, the longest waiting first, not more than the bound. */
  List<String> due(Instant now, int bound) {
    var cells = new ArrayList<String>();
    try (var range = store.range(BEFORE_ALL, key(now.plusMillis(1), ""))) {
      while (range.hasNext() && cells.size() < bound) {
        cells.add(range.next().value);
      }
    }
    return cells;
  }

  /** For how long the longest waiting cell has been due, in seconds; 0 if none is. */
  double overdueSeconds(Instant now) {
    try (var range = store.range(BEFORE_ALL, key(now, ""))) {
      if (!range.hasNext()) {
        return 0;
      }
      var key = range.next().key;
      long millis = Long.parseLong(key.substring(0, key.indexOf(SEPARATOR)));
      return (now.toEpochMilli() - millis) / 1000.0;
    }
  }

  private static String key(Instant at, String cell) {
    return String.format(Locale.ROOT, "%015d", at.toEpochMilli()) + SEPARATOR + cell;
  }
}
