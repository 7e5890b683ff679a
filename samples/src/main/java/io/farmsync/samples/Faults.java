package io.farmsync.samples;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Which requests meet which fault now. Newer rules win; safe for use by many threads. */
final class Faults {

  private record Rule(
      Route route, Predicate<Request> applies, Fault fault, AtomicInteger remaining) {}

  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  void add(Route route, Predicate<Request> applies, Fault fault, int times) {
    rules.addFirst(new Rule(route, applies, fault, new AtomicInteger(times)));
  }

  void clear(Route route) {
    rules.removeIf(rule -> rule.route() == route);
  }

  void clear() {
    rules.clear();
  }

  Optional<Fault> next(Request request) {
    for (var rule : rules) {
      if (rule.route() == request.route()
          && rule.applies().test(request)
          && rule.remaining().getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return Optional.of(rule.fault());
      }
    }
    return Optional.empty();
  }
}
