package io.farmsync.standalone.chaos;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a topic tells, held against what the event store has. Every count but the first two must be
 * 0.
 *
 * @param stored events in the store
 * @param published committed records in the topic
 * @param lost events that the topic does not have
 * @param repeated records of a version that the topic had before
 * @param outOfOrder records that come for the first time, behind a later version of their farm
 * @param altered records whose id or content is not the event's
 * @param unknown records that the store knows nothing of
 * @param gaps versions that the store skips or has twice
 */
public record Comparison(
    long stored,
    long published,
    long lost,
    long repeated,
    long outOfOrder,
    long altered,
    long unknown,
    long gaps) {

  /**
   * One event, or one record.
   *
   * @param digest of its id and content
   */
  public record Entry(long version, long digest) {}

  /**
   * Compares.
   *
   * @param store each farm's events in the order of the store
   * @param topic each farm's records in the order of the topic
   */
  public static Comparison of(Map<UUID, List<Entry>> store, Map<UUID, List<Entry>> topic) {
    var total = new Tally();
    Set<UUID> farms = new HashSet<>(store.keySet());
    farms.addAll(topic.keySet());
    for (UUID farm : farms) {
      total.add(store.getOrDefault(farm, List.of()), topic.getOrDefault(farm, List.of()));
    }
    return new Comparison(
        total.stored,
        total.published,
        total.lost,
        total.repeated,
        total.outOfOrder,
        total.altered,
        total.unknown,
        total.gaps);
  }

  /** Whether topic and store tell the same history. */
  public boolean equal() {
    return lost + repeated + outOfOrder + altered + unknown + gaps == 0;
  }

  private static final class Tally {
    private long stored;
    private long published;
    private long lost;
    private long repeated;
    private long outOfOrder;
    private long altered;
    private long unknown;
    private long gaps;

    void add(List<Entry> events, List<Entry> records) {
      stored += events.size();
      published += records.size();
      var digests = new HashMap<Long, Long>();
      for (Entry event : events) {
        digests.put(event.version(), event.digest());
        if (event.version() != digests.size()) {
          gaps++;
        }
      }
      var seen = new HashSet<Long>();
      long highest = 0;
      for (Entry published : records) {
        Long digest = digests.get(published.version());
        if (digest == null) {
          unknown++;
        } else if (digest != published.digest()) {
          altered++;
        }
        if (!seen.add(published.version())) {
          repeated++;
        } else if (published.version() < highest) {
          outOfOrder++;
        }
        highest = Math.max(highest, published.version());
      }
      lost += digests.keySet().stream().filter(version -> !seen.contains(version)).count();
    }
  }
}
