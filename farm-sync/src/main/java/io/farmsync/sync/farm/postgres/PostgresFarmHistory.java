package io.farmsync.sync.farm.postgres;

import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.sync.database.Transactions;
import io.farmsync.sync.farm.Decision;
import io.farmsync.sync.farm.Farm;
import io.farmsync.sync.farm.Farm.Registered;
import io.farmsync.sync.farm.FarmCommand.SyncFarm;
import io.farmsync.sync.farm.FarmHistory;
import io.farmsync.sync.farm.FarmRules;
import io.farmsync.sync.farm.Occasion;
import io.farmsync.sync.farm.Slug;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Farms in PostgreSQL. Rows of the farms concerned are locked in the order of their ids, then
 * decided in memory, then written at once. Two registrations of one farm meet at its primary key;
 * the later one starts over and finds the farm registered.
 */
final class PostgresFarmHistory implements FarmHistory {

  private final Transactions transactions;
  private final FarmTables tables;
  private final Receipts receipts;
  private final Clock clock;
  private final Supplier<UUID> ids;

  PostgresFarmHistory(
      Transactions transactions,
      FarmTables tables,
      Receipts receipts,
      Clock clock,
      Supplier<UUID> ids) {
    this.transactions = transactions;
    this.tables = tables;
    this.receipts = receipts;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public Outcome apply(Change change, Origin origin, @Nullable Once once) {
    return transactions.run((transaction, attempt) -> {
      Instant now = now();
      if (once != null) {
        var earlier = receipts.claim(once, now);
        if (earlier.isPresent()) {
          return earlier.get();
        }
      }
      Outcome outcome = write(List.of(change), origin, now, attempt).getFirst();
      switch (outcome) {
        case Outcome.Applied applied when once != null -> receipts.keep(once, applied.farm());
        case Outcome.Refused _ -> transaction.setRollbackOnly(); // frees the claimed key
        case Outcome.Applied _, Outcome.Repeated _ -> {}
      }
      return outcome;
    });
  }

  @Override
  public List<Outcome> applyAll(List<Change> changes, Origin origin) {
    return transactions.run((_, attempt) -> write(changes, origin, now(), attempt));
  }

  @Override
  public Optional<FarmState> find(UUID farmId) {
    return tables.find(farmId);
  }

  @Override
  public List<FarmEvent> events(UUID farmId, int offset, int limit) {
    return tables.events(farmId, offset, limit);
  }

  private List<Outcome> write(List<Change> changes, Origin origin, Instant now, int attempt) {
    Map<UUID, FarmState> before =
        tables.lock(changes.stream().map(change -> change.command().farmId()).toList());
    var slugs = new FreeSlugs(tables, attempt);
    lookUpSlugs(slugs, changes, before.keySet());
    Map<UUID, Farm> farms = new HashMap<>();
    before.forEach((id, state) -> farms.put(id, Farm.of(state)));
    var events = new ArrayList<FarmEvent>();
    var outcomes = new ArrayList<Outcome>();
    for (Change change : changes) {
      var command = change.command();
      Farm farm = farms.getOrDefault(command.farmId(), new Farm.Unregistered());
      var occasion =
          new Occasion(
              now, ids, slug -> slugs.choose(command.caller().tenant(), slug, command.farmId()));
      switch (FarmRules.decide(farm, command, change.expectation(), occasion)) {
        case Decision.Accepted(var happened) -> {
          for (FarmEvent event : happened) {
            farm = FarmRules.evolve(farm, event);
          }
          farms.put(command.farmId(), farm);
          events.addAll(happened);
          outcomes.add(new Outcome.Applied(happened.getLast().farm(), happened.size()));
        }
        case Decision.NothingToDo() ->
            outcomes.add(new Outcome.Applied(((Registered) farm).state(), 0));
        case Decision.Rejected(var reason) -> outcomes.add(new Outcome.Refused(reason));
      }
    }
    tables.append(events, origin);
    tables.save(latest(events), before.keySet());
    return List.copyOf(outcomes);
  }

  private static void lookUpSlugs(FreeSlugs slugs, List<Change> changes, Set<UUID> registered) {
    var plain = new HashMap<String, Set<String>>();
    for (Change change : changes) {
      if (change.command() instanceof SyncFarm wish && !registered.contains(wish.farmId())) {
        plain
            .computeIfAbsent(wish.caller().tenant(), _ -> new HashSet<>())
            .add(Slug.of(wish.name()));
      }
    }
    plain.forEach(slugs::lookUp);
  }

  private static List<FarmState> latest(List<FarmEvent> events) {
    var states = new HashMap<UUID, FarmState>();
    events.forEach(event -> states.put(event.externalFarmId(), event.farm()));
    return List.copyOf(states.values());
  }

  /** In milliseconds, which every reader of the events can keep. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
