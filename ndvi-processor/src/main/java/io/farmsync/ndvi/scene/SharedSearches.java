package io.farmsync.ndvi.scene;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import org.locationtech.jts.geom.Envelope;

/**
 * Searches that neighbouring farms share. An archive is asked for whole cells of a fixed grid, so
 * that fields side by side ask the same; of equal searches one is under way at a time, and its
 * answer serves for a while. A failure is told to those who wait for it and is not kept.
 */
public final class SharedSearches implements SceneCatalog {
  /**
   * @param cellDegrees side of a cell; larger shares more and finds more scenes that see no field
   * @param keptFor longer asks the archive less and notices new scenes later
   * @param mostScenes kept in all answers together, about 3 kB each
   */
  public record Sharing(double cellDegrees, Duration keptFor, int mostScenes) {
    public Sharing {
      if (!(cellDegrees > 0 && cellDegrees <= 1) || mostScenes < 0) {
        throw new IllegalArgumentException(
            "cellDegrees, mostScenes: %s, %d (expected: > 0 to 1, >= 0)"
                .formatted(cellDegrees, mostScenes));
      }
    }
  }

  private record Search(
      long west, long south, long east, long north, LocalDate from, LocalDate to) {}

  private final SceneCatalog archive;
  private final Sharing sharing;
  private final Cache<Search, List<Scene>> answers;
  private final ConcurrentMap<Search, CompletableFuture<List<Scene>>> underWay =
      new ConcurrentHashMap<>();

  public SharedSearches(SceneCatalog archive, Sharing sharing, Ticker ticker) {
    this.archive = archive;
    this.sharing = sharing;
    this.answers =
        Caffeine.newBuilder()
            .ticker(ticker)
            .expireAfterWrite(sharing.keptFor())
            .maximumWeight(sharing.mostScenes())
            .<Search, List<Scene>>weigher((_, scenes) -> 1 + scenes.size())
            .recordStats()
            .build();
  }

  /** Also scenes that meet the area's cells and not the area itself. */
  @Override
  public List<Scene> search(Envelope area, LocalDate from, LocalDate to) {
    Search search = cells(area, from, to);
    while (true) {
      List<Scene> known = answers.getIfPresent(search);
      if (known != null) {
        return known;
      }
      var mine = new CompletableFuture<List<Scene>>();
      CompletableFuture<List<Scene>> other = underWay.putIfAbsent(search, mine);
      if (other == null) {
        return ask(search, mine);
      }
      try {
        return other.get();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new CancellationException("stopped while waiting for a search");
      } catch (CancellationException theOtherWasStopped) {
        // not our stop: ask ourselves
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof CancellationException) {
          continue;
        }
        throw failed.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(failed.getCause());
      }
    }
  }

  /** How many searches had their answer without the archive. */
  public long hits() {
    return answers.stats().hitCount();
  }

  private List<Scene> ask(Search search, CompletableFuture<List<Scene>> mine) {
    try {
      List<Scene> scenes = List.copyOf(archive.search(area(search), search.from(), search.to()));
      answers.put(search, scenes);
      mine.complete(scenes);
      return scenes;
    } catch (RuntimeException failed) {
      mine.completeExceptionally(failed);
      throw failed;
    } finally {
      underWay.remove(search, mine);
      mine.cancel(false); // in case of an error that nobody foresaw
    }
  }

  private Search cells(Envelope area, LocalDate from, LocalDate to) {
    return new Search(
        (long) Math.floor(area.getMinX() / sharing.cellDegrees()),
        (long) Math.floor(area.getMinY() / sharing.cellDegrees()),
        (long) Math.ceil(area.getMaxX() / sharing.cellDegrees()),
        (long) Math.ceil(area.getMaxY() / sharing.cellDegrees()),
        from,
        to);
  }

  private Envelope area(Search search) {
    double cell = sharing.cellDegrees();
    return new Envelope(
        Math.max(-180, search.west() * cell),
        Math.min(180, search.east() * cell),
        Math.max(-90, search.south() * cell),
        Math.min(90, search.north() * cell));
  }
}
