package io.farmsync.ndvi.job;

import io.farmsync.ndvi.job.ImageryJob.Progress;
import io.farmsync.ndvi.scene.MissingAsset;
import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.SceneCatalog;
import io.farmsync.ndvi.zonal.FieldBoundary;
import io.farmsync.ndvi.zonal.FieldPainter;
import io.farmsync.ndvi.zonal.Picture;
import io.farmsync.ndvi.zonal.SpectralIndex;
import io.farmsync.ndvi.zonal.SpectralIndices;
import io.farmsync.ndvi.zonal.UnreadablePass;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.schemas.NdviRaster;
import io.farmsync.schemas.NdviRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/**
 * Paints one picture: of the days around the asked one, the pass with the least cloud that shows
 * the field. Ends with the picture or with the reason why there is none, never with neither.
 */
final class RasterJob implements JobWork {
  /** Contract 13.2. */
  private static final int DAYS_AROUND = 3;

  private final NdviRequest request;
  private final SpectralIndices indices;
  private final SceneCatalog catalog;
  private final FieldPainter painter;
  private final ResultWriter writer;
  private final JobJournal journal;
  private final JobLimits limits;
  private final Clock clock;
  private int tries;
  private @Nullable JobCode failure;

  RasterJob(
      NdviRequest request,
      SpectralIndices indices,
      SceneCatalog catalog,
      FieldPainter painter,
      ResultWriter writer,
      JobJournal journal,
      JobLimits limits,
      Clock clock) {
    this.request = request;
    this.indices = indices;
    this.catalog = catalog;
    this.painter = painter;
    this.writer = writer;
    this.journal = journal;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Optional<JobCode> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public Progress advance() {
    Optional<SpectralIndex> index = indices.named(request.index());
    if (index.isEmpty() || !request.engine().equals(ImageryJob.ENGINE)) {
      return new Progress.Impossible(
          JobCode.VALIDATION_ERROR,
          "a picture of %s by engine %s is not painted here (expected: an index of %s by engine %s)"
              .formatted(request.index(), request.engine(), indices.names(), ImageryJob.ENGINE));
    }
    try {
      paint(FieldBoundary.of(request.geometry(), request.bbox()), index.get());
      return new Progress.Finished();
    } catch (UpstreamFailure upstream) {
      if (!upstream.kind().retryable()) {
        return new Progress.Impossible(JobCode.of(upstream), String.valueOf(upstream.getMessage()));
      }
      tries += upstream.kind() == UpstreamFailure.Kind.SERVER_ERROR ? 1 : 0;
      return tries > limits.retries()
          ? new Progress.Impossible(
              JobCode.MAX_RETRIES_EXCEEDED, String.valueOf(upstream.getMessage()))
          : new Progress.Blocked(upstream);
    } catch (IllegalArgumentException invalid) {
      return new Progress.Impossible(
          JobCode.VALIDATION_ERROR, String.valueOf(invalid.getMessage()));
    }
  }

  private void paint(Geometry field, SpectralIndex index) {
    LocalDate date = request.start();
    List<Scene> scenes =
        catalog
            .search(
                field.getEnvelopeInternal(),
                date.minusDays(DAYS_AROUND),
                date.plusDays(DAYS_AROUND))
            .stream()
            .filter(scene -> scene.cloudFraction().orElse(0) * 100 <= request.maxCloud())
            .toList();
    List<Pass> passes = bestFirst(Pass.byDay(scenes, field), date);
    if (passes.isEmpty()) {
      miss(
          JobCode.NO_ITEMS,
          NdviRaster.Reason.NO_ITEMS,
          "no scene within %d days of %s has at most %d %% cloud"
              .formatted(DAYS_AROUND, date, request.maxCloud()),
          List.of());
      return;
    }
    UnreadablePass unreadable = null;
    for (Pass pass : passes) {
      try {
        Optional<Picture> picture = painter.paint(field, pass, index, request.stepDays());
        if (picture.isPresent()) {
          journal.write(writer.rendered(request, picture.get(), clock.instant()));
          return;
        }
      } catch (UnreadablePass broken) {
        unreadable = broken;
      }
    }
    List<Scene> seen = passes.stream().flatMap(pass -> pass.scenes().stream()).toList();
    if (unreadable != null && unreadable.getCause() instanceof MissingAsset) {
      miss(
          JobCode.MISSING_ASSETS,
          NdviRaster.Reason.MISSING_ASSETS,
          String.valueOf(unreadable.getMessage()),
          seen);
    } else {
      String detail =
          unreadable == null
              ? "no scene shows a valid pixel of the farm"
              : String.valueOf(unreadable.getMessage());
      miss(JobCode.NO_BEST_ITEM, NdviRaster.Reason.NO_BEST_ITEM, detail, seen);
    }
  }

  private void miss(JobCode code, NdviRaster.Reason reason, String detail, List<Scene> scenes) {
    journal.write(writer.missing(request, reason, detail, scenes, clock.instant()));
    failure = code;
  }

  /** Least cloud, unknown last; then the nearest day; then the earliest (contract 13.2). */
  private static List<Pass> bestFirst(Map<LocalDate, List<Pass>> days, LocalDate date) {
    return days.values().stream()
        .flatMap(Collection::stream)
        .sorted(
            Comparator.comparingDouble(
                    (Pass pass) -> pass.scenes().getFirst().cloudFraction().orElse(2))
                .thenComparingLong(pass -> Math.abs(ChronoUnit.DAYS.between(date, pass.day())))
                .thenComparing(Pass::day))
        .toList();
  }
}
