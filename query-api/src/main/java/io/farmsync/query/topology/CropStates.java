package io.farmsync.query.topology;

import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.ndvi.Observation;
import io.farmsync.query.ndvi.SpectralIndex;
import io.farmsync.query.ndvi.StateRule;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The active farms in one partition by the state of their vegetation. Under its own key each farm
 * has the list of its entries, so that they can be taken out again.
 */
final class CropStates {

  private static final String BETWEEN_KEYS = "\n";

  private final KeyValueStore<String, String> states;
  private final KeyValueStore<String, Observation> observations;
  private final StateRule rule;

  CropStates(ProcessingContext context, StateRule rule) {
    states = context.getStateStore(Views.FARMS_BY_STATE.store());
    observations = context.getStateStore(Views.OBSERVATIONS.store());
    this.rule = rule;
  }

  /** Puts a farm where its observations say; a farm that is not active, nowhere. */
  void place(KnownFarm farm) {
    String own = Views.ownStatesKey(farm.id());
    String before = states.get(own);
    String after = farm.state().isActive() ? String.join(BETWEEN_KEYS, keys(farm)) : null;
    if (before != null && !before.equals(after)) {
      Stream.of(before.split(BETWEEN_KEYS)).forEach(states::delete);
    }
    if (after == null) {
      states.delete(own);
      return;
    }
    // looked for one by one: a crash may have kept the list and lost an entry
    Stream.of(after.split(BETWEEN_KEYS))
        .filter(key -> states.get(key) == null)
        .forEach(key -> states.put(key, farm.id().toString()));
    if (!after.equals(before)) {
      states.put(own, after);
    }
  }

  /** Places all farms anew if the index is newer than they are, or was made by another rule. */
  void index(KeyValueStore<String, KnownFarm> farms) {
    String made = states.get(Views.STATE_RULE_KEY);
    if (rule.toString().equals(made)) {
      return;
    }
    try (var all = farms.all()) {
      all.forEachRemaining(entry -> place(entry.value));
    }
    states.put(Views.STATE_RULE_KEY, rule.toString());
  }

  private List<String> keys(KnownFarm farm) {
    var range =
        Views.observationsOf(farm.id(), SpectralIndex.NDVI.wireName(), rule.engine().wireName());
    try (var entries = observations.reverseRange(range.from(), range.to())) {
      Iterator<Observation> newestFirst =
          StreamSupport.stream(
                  Spliterators.spliteratorUnknownSize(entries, Spliterator.ORDERED), false)
              .map(entry -> entry.value)
              .filter(one -> one.farmVersion() >= farm.boundaryVersion())
              .iterator();
      return rule.spans(newestFirst).stream().map(span -> Views.stateKey(farm, span)).toList();
    }
  }
}
