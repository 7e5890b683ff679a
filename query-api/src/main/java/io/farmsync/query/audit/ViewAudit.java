package io.farmsync.query.audit;

import io.farmsync.platform.audit.AuditFindings;
import io.farmsync.platform.audit.Finding;
import io.farmsync.platform.audit.Pace;
import io.farmsync.platform.audit.RunningAudit;
import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.kafka.ServedFarms;
import io.farmsync.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the view of farms with topic {@code farms}, partition by partition. The two come from
 * the event by different ways: the view is folded from {@code farm-events}.
 *
 * <p>A partition whose view has not yet read what was published before is left out, so that a view
 * which starts, moves or is rebuilt is no fault. What differs is looked at again for a while, as
 * both sides move on; it counts if the view never shows a state that the topic had, as new as the
 * topic was at first.
 */
final class ViewAudit implements RunningAudit.Sweep {

  private static final Logger log = LoggerFactory.getLogger(ViewAudit.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** How many farms of a partition are looked at again; more are given up as they are. */
  private static final int MOST_SUSPECTS = 10_000;

  private final ServedFarms farms;
  private final FarmsTopic topic;
  private final AuditFindings findings;
  private final Clock clock;
  private final Duration patience;

  ViewAudit(
      ServedFarms farms, FarmsTopic topic, AuditFindings findings, Clock clock, Duration patience) {
    this.farms = farms;
    this.topic = topic;
    this.findings = findings;
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public void run(Pace pace) throws InterruptedException {
    Instant begun = clock.instant();
    boolean isWhole = true;
    int served = 0;
    for (int partition = 0; partition < Topics.FARMS.partitions(); partition++) {
      try {
        if (farms.isServed(partition)) {
          isWhole &= new Look(partition, pace).run();
          served++;
        } else {
          findings.left(partition);
        }
      } catch (ViewUnavailable moving) {
        isWhole = false;
        log.debug("partition {} was not audited", partition, moving);
      }
    }
    if (isWhole && served > 0) { // an instance that has nothing yet has audited nothing
      findings.swept(begun);
    }
  }

  @Override
  public void close() {
    topic.close();
  }

  /** At one partition. */
  private final class Look {
    private final int partition;
    private final Pace pace;
    private final Map<UUID, FarmDigest> latest = new HashMap<>();
    private final Set<UUID> suspects = new HashSet<>();
    private final List<Finding> unreadable = new ArrayList<>();

    Look(int partition, Pace pace) {
      this.partition = partition;
      this.pace = pace;
    }

    /** False if the view was not ready to be compared. */
    boolean run() throws InterruptedException {
      topic.begin(partition);
      while (!topic.isAtEnd()) {
        var entries = topic.read();
        entries.forEach(this::remember);
        pace.after(entries.size());
      }
      if (!isThrough(clock.instant())) {
        return false;
      }
      long compared = latest.size();
      compareAll();
      var found = new ArrayList<>(unreadable);
      if (!suspects.isEmpty()) {
        found.addAll(lookAgain());
      }
      findings.compared(partition, compared, found);
      return true;
    }

    private void remember(FarmsTopic.Entry entry) {
      if (!entry.isReadable()) {
        unreadable.add(finding(Kind.UNREADABLE, entry.farm(), 0));
      } else if (entry.state() == null) {
        latest.remove(entry.farm());
      } else {
        latest.put(entry.farm(), entry.state());
      }
    }

    private boolean isThrough(Instant moment) throws InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      while (!farms.isThrough(partition, moment)) {
        if (System.nanoTime() > deadline) {
          return false;
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
      return true;
    }

    private void compareAll() throws InterruptedException {
      var unseen = new HashSet<>(latest.keySet());
      // the store is not held open while the pace is kept
      var shown = new HashMap<UUID, FarmDigest>();
      farms.forEach(
          partition,
          farm -> {
            if (!farm.isPurged()) { // the topic has forgotten it
              shown.put(farm.id(), FarmDigest.of(farm.state()));
            }
          });
      shown.forEach((farm, digest) -> {
        unseen.remove(farm);
        if (!digest.equals(latest.get(farm))) {
          suspects.add(farm);
        }
      });
      suspects.addAll(unseen);
      pace.after(shown.size());
    }

    private List<Finding> lookAgain() throws InterruptedException {
      if (suspects.size() > MOST_SUSPECTS) {
        return suspects.stream().map(farm -> judge(farm, latest.get(farm), shown(farm))).toList();
      }
      var first = new HashMap<UUID, @Nullable FarmDigest>();
      var history = new HashMap<UUID, Set<FarmDigest>>();
      for (UUID farm : suspects) {
        first.put(farm, latest.get(farm));
        history.put(farm, new HashSet<>());
        note(history, farm);
      }
      long deadline = System.nanoTime() + patience.toNanos();
      while (!suspects.isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(BETWEEN_LOOKS);
        var shown = new HashMap<UUID, @Nullable FarmDigest>();
        suspects.forEach(farm -> shown.put(farm, shown(farm)));
        // the topic is read after the view, which cannot know more then
        topic.extend();
        while (!topic.isAtEnd()) {
          for (var entry : topic.read()) {
            remember(entry);
            if (suspects.contains(entry.farm())) {
              note(history, entry.farm());
            }
          }
        }
        suspects.removeIf(
            farm -> agrees(shown.get(farm), latest.get(farm), first.get(farm), history.get(farm)));
      }
      return suspects.stream().map(farm -> judge(farm, latest.get(farm), shown(farm))).toList();
    }

    private void note(Map<UUID, Set<FarmDigest>> history, UUID farm) {
      FarmDigest state = latest.get(farm);
      Set<FarmDigest> states = history.get(farm);
      if (state != null && states != null) {
        states.add(state);
      }
    }

    private static boolean agrees(
        @Nullable FarmDigest shown,
        @Nullable FarmDigest latest,
        @Nullable FarmDigest first,
        @Nullable Set<FarmDigest> history) {
      if (shown == null || latest == null) {
        return shown == null && latest == null;
      }
      boolean isKnown = history != null && history.contains(shown);
      return isKnown && (first == null || shown.version() >= first.version());
    }

    private @Nullable FarmDigest shown(UUID farm) {
      return farms
          .find(partition, farm)
          .filter(known -> !known.isPurged())
          .map(KnownFarm::state)
          .map(FarmDigest::of)
          .orElse(null);
    }

    private Finding judge(UUID farm, @Nullable FarmDigest published, @Nullable FarmDigest shown) {
      if (published == null) {
        return finding(Kind.VIEW_FOREIGN, farm, shown == null ? 0 : shown.version());
      }
      if (shown == null) {
        return finding(Kind.VIEW_MISSING, farm, published.version());
      }
      Kind kind = Kind.VIEW_DIFFERS;
      if (shown.version() != published.version()) {
        kind = shown.version() < published.version() ? Kind.VIEW_OLDER : Kind.VIEW_NEWER;
      }
      return finding(kind, farm, shown.version());
    }

    private Finding finding(Kind kind, UUID farm, long version) {
      return new Finding(kind.label(), partition, farm, version, kind.words());
    }
  }
}
