package io.farmsync.ndvi.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Jobs that have not ended, and whose turn it is. Workers hand out what they are given in order, so
 * only a few jobs of each tenant are given to them at once: a tenant with thousands of farms fills
 * its own share and not the queue. Tenants take turns; within a tenant the rank decides, then the
 * order of arrival. A job is held once, whoever asks for it again before it has ended, and no
 * longer than its lease once workers have it.
 *
 * <p>The store is the truth; this keeps its order in memory, a few dozen bytes a job. Used by one
 * thread.
 */
public final class Backlog {
  /**
   * @param perTenant jobs of one tenant that workers have at once; more uses workers better when
   *     one tenant is alone, and keeps the others waiting longer
   * @param atOnce jobs of all tenants that workers have at once
   * @param lease after which a job that workers never ended is given up; longer than a job may wait
   *     for an upstream
   * @param waiting jobs that may wait; beyond it jobs are refused
   */
  public record Limits(int perTenant, int atOnce, Duration lease, int waiting) {
    public Limits {
      if (perTenant < 1 || atOnce < perTenant || waiting < 1) {
        throw new IllegalArgumentException(
            "perTenant, atOnce, waiting: %d, %d, %d (expected: 1 <= perTenant <= atOnce, 1 <= waiting)"
                .formatted(perTenant, atOnce, waiting));
      }
    }
  }

  /** Where jobs are kept over restarts, by id. */
  public interface Store {
    Optional<OpenJob> get(String id);

    void put(OpenJob job);

    void remove(String id);

    /** Every job, one by one and in no order: all at once may be too many for memory. */
    void forEach(Consumer<OpenJob> each);
  }

  /** What became of a job that was to be added. */
  public enum Added {
    WAITS,
    /** The same job is open already. */
    HELD_ALREADY,
    /** As many wait as may. */
    REFUSED
  }

  private record Place(int rank, long sequence, String id) {
    static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::rank).thenComparingLong(Place::sequence);

    static Place of(OpenJob job) {
      return new Place(job.rank(), job.sequence(), job.id());
    }
  }

  private final Store store;
  private final Limits limits;

  /** Of tenants with waiting jobs, the one whose turn it is first. */
  private final Map<String, NavigableSet<Place>> waiting = new LinkedHashMap<>();

  private final Map<String, Integer> releasedOf = new HashMap<>();
  private final Map<String, Instant> released = new LinkedHashMap<>();
  private final Map<UUID, Set<String>> ofFarm = new HashMap<>();
  private int waitingJobs;
  private long nextSequence;

  public Backlog(Store store, Limits limits) {
    this.store = store;
    this.limits = limits;
    var withWorkers = new ArrayList<OpenJob>();
    store.forEach(job -> {
      if (job.releasedAt() == null) {
        index(job);
      } else {
        withWorkers.add(job);
      }
    });
    withWorkers.sort(Comparator.comparing(job -> Objects.requireNonNull(job.releasedAt())));
    withWorkers.forEach(this::index);
  }

  /** Takes a job in, unless it is open already. */
  public Added add(OpenJob job) {
    if (store.get(job.id()).isPresent()) {
      return Added.HELD_ALREADY;
    }
    if (waitingJobs >= limits.waiting()) {
      return Added.REFUSED;
    }
    OpenJob numbered = job.numbered(nextSequence);
    store.put(numbered);
    index(numbered);
    return Added.WAITS;
  }

  /** The jobs that workers are to have now, in this order. */
  public List<OpenJob> release(Instant now) {
    var next = new ArrayList<OpenJob>();
    boolean someoneMayGo = true;
    while (someoneMayGo && released.size() < limits.atOnce()) {
      someoneMayGo = false;
      for (String tenant : List.copyOf(waiting.keySet())) {
        if (released.size() < limits.atOnce()
            && releasedOf.getOrDefault(tenant, 0) < limits.perTenant()) {
          next.add(releaseFirst(tenant, now));
          someoneMayGo = true;
        }
      }
    }
    return next;
  }

  /**
   * Forgets a job that workers ended.
   *
   * @param requestedAt of the request that ended; a later request for the same job stays
   * @return false if it is not open, so that hearing of an end twice changes nothing
   */
  public boolean ended(String id, Instant requestedAt) {
    Optional<OpenJob> job =
        store.get(id).filter(open -> open.request().requestedAt().equals(requestedAt));
    job.ifPresent(this::forget);
    return job.isPresent();
  }

  /** Gives up the jobs whose lease has run out, and returns them. */
  public List<OpenJob> expire(Instant now) {
    var late = new ArrayList<OpenJob>();
    for (var entry : released.entrySet()) {
      if (entry.getValue().plus(limits.lease()).isAfter(now)) {
        break; // released in this order
      }
      store.get(entry.getKey()).ifPresent(late::add);
    }
    late.forEach(this::forget);
    return late;
  }

  /**
   * Drops the waiting jobs of a farm that are of no use any more, and returns them. What workers
   * have goes on; its results carry the version they belong to.
   *
   * @param oldestUseful farm version since which the boundary stands
   */
  public List<OpenJob> dropObsolete(UUID farm, boolean active, long oldestUseful) {
    List<OpenJob> obsolete =
        Set.copyOf(ofFarm.getOrDefault(farm, Set.of())).stream()
            .flatMap(id -> store.get(id).stream())
            .filter(job -> job.releasedAt() == null)
            .filter(job -> !active || job.request().farmVersion() < oldestUseful)
            .sorted(Comparator.comparingLong(OpenJob::sequence))
            .toList();
    obsolete.forEach(this::forget);
    return obsolete;
  }

  public int waitingJobs() {
    return waitingJobs;
  }

  public int releasedJobs() {
    return released.size();
  }

  private OpenJob releaseFirst(String tenant, Instant now) {
    NavigableSet<Place> places = Objects.requireNonNull(waiting.get(tenant));
    Place first = places.getFirst();
    OpenJob job =
        store
            .get(first.id())
            .orElseThrow(() -> new IllegalStateException(first.id() + " is not in the store"));
    forget(job);
    OpenJob going = job.released(now);
    store.put(going);
    index(going);
    NavigableSet<Place> rest = waiting.remove(tenant); // and to the end of the turns
    if (rest != null) {
      waiting.put(tenant, rest);
    }
    return going;
  }

  private void index(OpenJob job) {
    String tenant = job.request().tenant();
    ofFarm.computeIfAbsent(job.request().externalFarmId(), _ -> new HashSet<>()).add(job.id());
    nextSequence = Math.max(nextSequence, job.sequence() + 1);
    if (job.releasedAt() == null) {
      waiting.computeIfAbsent(tenant, _ -> new TreeSet<>(Place.ORDER)).add(Place.of(job));
      waitingJobs++;
    } else {
      released.put(job.id(), job.releasedAt());
      releasedOf.merge(tenant, 1, Integer::sum);
    }
  }

  private void forget(OpenJob job) {
    String tenant = job.request().tenant();
    store.remove(job.id());
    ofFarm.computeIfPresent(
        job.request().externalFarmId(),
        (_, ids) -> {
          ids.remove(job.id());
          return ids.isEmpty() ? null : ids;
        });
    if (job.releasedAt() == null) {
      waitingJobs--;
      waiting.computeIfPresent(
          tenant,
          (_, places) -> {
            places.remove(Place.of(job));
            return places.isEmpty() ? null : places;
          });
    } else {
      released.remove(job.id());
      releasedOf.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
    }
  }
}
