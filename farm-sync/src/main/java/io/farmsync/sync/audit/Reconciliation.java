package io.farmsync.sync.audit;

import io.farmsync.sync.audit.AuditedEvent.Name;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Compares two readings of the same history, each event as it comes: what both have is forgotten at
 * once, so that memory holds only what one side has not reached yet, or will never have.
 */
final class Reconciliation {

  private final Map<Name, Long> inStoreOnly = new HashMap<>();
  private final Map<Name, Long> inTopicOnly = new HashMap<>();
  private final Set<Name> altered = new HashSet<>();

  /** The store has this event. */
  void stored(AuditedEvent event) {
    meet(event, inTopicOnly, inStoreOnly);
  }

  /** The topic has this event. */
  void published(AuditedEvent event) {
    meet(event, inStoreOnly, inTopicOnly);
  }

  private void meet(AuditedEvent event, Map<Name, Long> others, Map<Name, Long> waiting) {
    Long other = others.remove(event.name());
    if (other == null) {
      waiting.put(event.name(), event.content());
    } else if (other != event.content()) {
      altered.add(event.name());
    }
  }

  /** How many wait for the other side. */
  int open() {
    return inStoreOnly.size() + inTopicOnly.size();
  }

  Set<Name> altered() {
    return altered;
  }

  Set<Name> inTopicOnly() {
    return inTopicOnly.keySet();
  }

  Set<Name> inStoreOnly() {
    return inStoreOnly.keySet();
  }
}
