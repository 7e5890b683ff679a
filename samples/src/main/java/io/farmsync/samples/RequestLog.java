package io.farmsync.samples;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was asked and answered. Counts are exact; the list keeps the newest {@value #KEPT}
 * exchanges. A request counts when it arrives, an exchange is listed as its answer goes out.
 */
final class RequestLog {

  private static final int KEPT = 20_000;

  private final Deque<Exchange> newest = new ArrayDeque<>();
  private final Map<Route, Long> requests = new EnumMap<>(Route.class);
  private final Map<Route, Long> bytes = new EnumMap<>(Route.class);
  private int age;

  /**
   * Returns the log's present age, which {@link #finished} wants back: what began before a clear is
   * forgotten.
   */
  synchronized int arrived(Route route) {
    requests.merge(route, 1L, Long::sum);
    return age;
  }

  synchronized void finished(int arrivedAt, Exchange exchange) {
    if (arrivedAt != age) {
      return;
    }
    if (newest.size() == KEPT) {
      newest.removeFirst();
    }
    newest.addLast(exchange);
    bytes.merge(exchange.request().route(), exchange.bytes(), Long::sum);
  }

  synchronized List<Exchange> of(Route route) {
    return newest.stream().filter(exchange -> exchange.request().route() == route).toList();
  }

  synchronized long requests(Route route) {
    return requests.getOrDefault(route, 0L);
  }

  synchronized long bytes(Route route) {
    return bytes.getOrDefault(route, 0L);
  }

  synchronized void clear() {
    age++;
    newest.clear();
    requests.clear();
    bytes.clear();
  }
}
