package io.farmsync.ndvi.job;

import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.SceneCatalog;
import io.farmsync.ndvi.zonal.FieldBoundary;
import io.farmsync.ndvi.zonal.FieldObserver;
import io.farmsync.ndvi.zonal.Observation;
import io.farmsync.ndvi.zonal.SpectralIndex;
import io.farmsync.ndvi.zonal.SpectralIndices;
import io.farmsync.ndvi.zonal.UnreadablePass;
import io.farmsync.platform.upstream.AtOnce;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.NdviResult;
import io.farmsync.schemas.NdviResult.Quality.State;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/**
 * One job on its way: what is still to be done, and what came of the rest. Every acquisition day
 * ends in one result, an observation or a failure; days that an upstream keeps from being worked
 * stay open.
 */
final class ImageryJob implements JobWork {
  /** The engine that this service is, in the words of the HTTP contract. */
  static final String ENGINE = "stac";

  /** What one go at the open days came to. */
  sealed interface Progress {
    /** Every day has its result. */
    record Finished() implements Progress {}

    /** Nothing of the job can ever be worked. */
    record Impossible(JobCode code, String detail) implements Progress {}

    /** An upstream is in the way; asking later may help. */
    record Blocked(UpstreamFailure by) implements Progress {}
  }

  private final NdviRequest request;
  private final SpectralIndices indices;
  private final SceneCatalog catalog;
  private final FieldObserver observer;
  private final ResultWriter writer;
  private final JobJournal journal;
  private final JobLimits limits;
  private final Clock clock;
  private final Instant begin;

  private final Map<LocalDate, Integer> triesOfDay = new TreeMap<>();
  private @Nullable Map<LocalDate, List<Pass>> open;
  private int triesOfSearch;
  private int observed;
  private int broken;
  private @Nullable JobCode firstBreak;
  private @Nullable LocalDate newestValue;

  ImageryJob(
      NdviRequest request,
      SpectralIndices indices,
      SceneCatalog catalog,
      FieldObserver observer,
      ResultWriter writer,
      JobJournal journal,
      JobLimits limits,
      Clock clock) {
    this.request = request;
    this.indices = indices;
    this.catalog = catalog;
    this.observer = observer;
    this.writer = writer;
    this.journal = journal;
    this.limits = limits;
    this.clock = clock;
    this.begin = clock.instant();
  }

  /** Why the job as a whole failed: days were there and none could be read. */
  @Override
  public Optional<JobCode> failure() {
    return observed == 0 && broken > 0 ? Optional.ofNullable(firstBreak) : Optional.empty();
  }

  @Override
  public Optional<LocalDate> newestValue() {
    return Optional.ofNullable(newestValue);
  }

  @Override
  public Progress advance() {
    Optional<SpectralIndex> index = indices.named(request.index());
    if (index.isEmpty()
        || !request.engine().equals(ENGINE)
        || request.jobType() == JobType.RASTER_PNG) {
      return new Progress.Impossible(
          JobCode.VALIDATION_ERROR,
          "%s of %s by engine %s is not computed here (expected: an index of %s by engine %s)"
              .formatted(
                  request.jobType(), request.index(), request.engine(), indices.names(), ENGINE));
    }
    try {
      Geometry field = FieldBoundary.of(request.geometry(), request.bbox());
      if (open == null) {
        var newestFirst = new TreeMap<LocalDate, List<Pass>>(Comparator.reverseOrder());
        newestFirst.putAll(search(field));
        open = newestFirst;
      }
      return work(field, index.get(), open);
    } catch (UpstreamFailure failure) { // of the search; days keep theirs to themselves
      if (!failure.kind().retryable()) {
        return new Progress.Impossible(JobCode.of(failure), String.valueOf(failure.getMessage()));
      }
      triesOfSearch += countsAsTry(failure) ? 1 : 0;
      return triesOfSearch > limits.retries()
          ? new Progress.Impossible(
              JobCode.MAX_RETRIES_EXCEEDED, String.valueOf(failure.getMessage()))
          : new Progress.Blocked(failure);
    } catch (IllegalArgumentException invalid) {
      return new Progress.Impossible(
          JobCode.VALIDATION_ERROR, String.valueOf(invalid.getMessage()));
    }
  }

  private Map<LocalDate, List<Pass>> search(Geometry field) {
    List<Scene> scenes =
        catalog.search(field.getEnvelopeInternal(), request.start(), request.end()).stream()
            .filter(scene -> scene.cloudFraction().orElse(0) * 100 <= request.maxCloud())
            .toList();
    return Pass.byDay(scenes, field);
  }

  private Progress work(Geometry field, SpectralIndex index, Map<LocalDate, List<Pass>> days) {
    var tasks = new ArrayList<Callable<Day>>();
    days.forEach((date, passes) -> tasks.add(() -> day(date, passes, field, index)));
    var blocked = new ArrayList<UpstreamFailure>();
    AtOnce.each(tasks, limits.daysAtOnce(), day -> settle(day, days).ifPresent(blocked::add));
    return blocked.isEmpty() ? new Progress.Finished() : new Progress.Blocked(blocked.getLast());
  }

  /** Writes what came of a day, so that readers need not wait for the others. */
  private Optional<UpstreamFailure> settle(Day day, Map<LocalDate, List<Pass>> days) {
    switch (day) {
      case Day.Observed(var date, var observation) -> {
        NdviResult.Observed result = writer.observed(request, observation, clock.instant());
        journal.write(result);
        observed++;
        if (result.quality().state() == State.FINAL
            && (newestValue == null || date.isAfter(newestValue))) {
          newestValue = date;
        }
        days.remove(date);
      }
      case Day.Broken(var date, var code, var detail, var scenes) -> {
        breakDay(date, code, detail, scenes);
        days.remove(date);
      }
      case Day.Blocked(var date, var failure, var scenes) -> {
        if (!isUsedUp(date, failure)) {
          return Optional.of(failure);
        }
        breakDay(date, JobCode.MAX_RETRIES_EXCEEDED, String.valueOf(failure.getMessage()), scenes);
        days.remove(date);
      }
    }
    return Optional.empty();
  }

  private boolean isUsedUp(LocalDate date, UpstreamFailure failure) {
    return countsAsTry(failure) && triesOfDay.merge(date, 1, Integer::sum) > limits.retries();
  }

  /**
   * A failure speaks against what was asked for only if the host is there: it answered this
   * question, if badly, or others since the job began. A dead upstream says nothing of our
   * question, and uses up no try.
   */
  private boolean countsAsTry(UpstreamFailure failure) {
    return switch (failure.kind()) {
      case SERVER_ERROR -> true;
      case UNREACHABLE, TIMED_OUT -> failure.lastAnswer().filter(begin::isBefore).isPresent();
      default -> false;
    };
  }

  private void breakDay(LocalDate date, JobCode code, String detail, List<Scene> scenes) {
    journal.write(writer.failed(request, date, code, detail, scenes, clock.instant()));
    broken++;
    firstBreak = firstBreak == null ? code : firstBreak;
  }

  private sealed interface Day {
    record Observed(LocalDate date, Observation observation) implements Day {}

    record Broken(LocalDate date, JobCode code, String detail, List<Scene> scenes) implements Day {}

    record Blocked(LocalDate date, UpstreamFailure failure, List<Scene> scenes) implements Day {}
  }

  /**
   * The first pass of the day that has data; else one without, which says that we looked; else why
   * none could be read.
   */
  private Day day(LocalDate date, List<Pass> passes, Geometry field, SpectralIndex index) {
    Day best = null;
    for (Pass pass : passes) {
      try {
        Observation observation = observer.observe(field, pass, index);
        best = best instanceof Day.Observed ? best : new Day.Observed(date, observation);
        if (observation.statistics().pixels().data() > 0) {
          return new Day.Observed(date, observation);
        }
      } catch (UnreadablePass unreadable) {
        Throwable cause = unreadable.problems().getFirst().cause();
        best =
            best == null
                ? new Day.Broken(
                    date, JobCode.of(cause), String.valueOf(cause.getMessage()), pass.scenes())
                : best;
      } catch (UpstreamFailure failure) {
        return new Day.Blocked(date, failure, pass.scenes());
      }
    }
    if (best == null) {
      throw new IllegalStateException("day " + date + " without a pass");
    }
    return best;
  }
}
