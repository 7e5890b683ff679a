package io.farmsync.sync.farm.postgres;

import io.farmsync.schemas.FarmEvent;
import io.farmsync.sync.farm.Decision;
import io.farmsync.sync.farm.Farm;
import io.farmsync.sync.farm.Farm.Registered;
import io.farmsync.sync.farm.FarmCommand.SyncFarm;
import io.farmsync.sync.farm.FarmHistory.Once;
import io.farmsync.sync.farm.FarmHistory.Outcome;
import io.farmsync.sync.farm.FarmRules;
import io.farmsync.sync.farm.Occasion;
import io.farmsync.sync.farm.Slug;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides requests and writes what they lead to, inside one transaction and with a number of
 * statements that does not grow with them. Rows of the farms concerned are locked in the order of
 * their ids, then decided in memory, then written at once. Two registrations of one farm meet at
 * its primary key, two requests with one idempotency key at theirs; the later transaction fails
 * with a duplicate key and, started over, finds what the other one did.
 */
final class FarmWriter {

  private final FarmTables tables;
  private final Receipts receipts;
  private final Clock clock;
  private final Supplier<UUID> ids;

  /** What to do about a farm that another transaction holds. */
  enum Held {
    WAIT,
    /** Fail at once with a lock exception. */
    FAIL
  }

  FarmWriter(FarmTables tables, Receipts receipts, Clock clock, Supplier<UUID> ids) {
    this.tables = tables;
    this.receipts = receipts;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * What came of the requests, in their order; a refused one leaves nothing behind.
   *
   * @param attempt from 0; later ones look for slugs elsewhere
   */
  List<Outcome> write(List<FarmRequest> requests, Held held, int attempt) {
    return new Run(now(), attempt).write(requests, held);
  }

  /** In milliseconds, which every reader of the events can keep. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** One transaction's work. */
  private final class Run {

    private final Instant now;
    private final FreeSlugs slugs;
    private final Map<UUID, Farm> farms = new HashMap<>();
    private final Set<UUID> touched = new HashSet<>();
    private final List<FarmTables.Appended> events = new ArrayList<>();
    private final Map<Receipts.Key, Receipts.Receipt> kept = new LinkedHashMap<>();

    Run(Instant now, int attempt) {
      this.now = now;
      this.slugs = new FreeSlugs(tables, attempt);
    }

    List<Outcome> write(List<FarmRequest> requests, Held held) {
      var earlier =
          receipts.find(
              requests.stream().map(FarmRequest::once).filter(Objects::nonNull).toList(), now);
      var rows =
          tables.lock(requests.stream().map(request -> request.command().farmId()).toList(), held);
      rows.forEach((id, row) -> farms.put(id, row.farm()));
      lookUpSlugs(requests, rows.keySet());
      var outcomes = new ArrayList<Outcome>();
      for (FarmRequest request : requests) {
        outcomes.add(outcome(request, earlier));
      }
      tables.append(events);
      tables.save(
          touched.stream().map(id -> FarmRow.of((Registered) farm(id))).toList(), rows.keySet());
      receipts.keep(kept.values(), now);
      return List.copyOf(outcomes);
    }

    private Outcome outcome(FarmRequest request, Map<Receipts.Key, Receipts.Receipt> earlier) {
      Once once = request.once();
      if (once == null) {
        return decide(request);
      }
      var key = Receipts.Key.of(once);
      Receipts.@Nullable Receipt receipt = kept.getOrDefault(key, earlier.get(key));
      if (receipt != null) {
        return receipt.answer(once);
      }
      var outcome = decide(request);
      if (outcome instanceof Outcome.Applied applied) {
        kept.put(key, new Receipts.Receipt(key, once.requestHash(), applied.farm()));
      }
      return outcome;
    }

    private Outcome decide(FarmRequest request) {
      var command = request.command();
      Farm farm = farm(command.farmId());
      var occasion =
          new Occasion(
              now, ids, slug -> slugs.choose(command.caller().tenant(), slug, command.farmId()));
      return switch (FarmRules.decide(farm, command, request.change().expectation(), occasion)) {
        case Decision.Accepted(var happened) -> {
          for (FarmEvent event : happened) {
            farm = FarmRules.evolve(farm, event);
            events.add(new FarmTables.Appended(event, request.origin()));
          }
          touched.add(command.farmId());
          yield applied(command.farmId(), FarmRules.noteSource(farm, command), happened.size());
        }
        case Decision.NothingToDo() -> {
          Farm noted = FarmRules.noteSource(farm, command);
          if (!noted.equals(farm)) {
            touched.add(command.farmId());
          }
          yield applied(command.farmId(), noted, 0);
        }
        case Decision.Rejected(var reason) -> new Outcome.Refused(reason);
      };
    }

    private Outcome applied(UUID id, Farm farm, int count) {
      farms.put(id, farm);
      return new Outcome.Applied(((Registered) farm).state(), count);
    }

    private Farm farm(UUID id) {
      return farms.getOrDefault(id, new Farm.Unregistered());
    }

    private void lookUpSlugs(List<FarmRequest> requests, Set<UUID> registered) {
      var plain = new HashMap<String, Set<String>>();
      for (FarmRequest request : requests) {
        if (request.command() instanceof SyncFarm wish && !registered.contains(wish.farmId())) {
          plain
              .computeIfAbsent(wish.caller().tenant(), _ -> new HashSet<>())
              .add(Slug.of(wish.name()));
        }
      }
      plain.forEach(slugs::lookUp);
    }
  }
}
