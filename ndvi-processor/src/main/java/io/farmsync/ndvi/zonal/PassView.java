package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.MissingAsset;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.ndvi.scene.Window;
import io.farmsync.ndvi.zonal.Observation.SceneProblem;
import io.farmsync.ndvi.zonal.Observation.SceneUse;
import io.farmsync.platform.upstream.UpstreamFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.locationtech.jts.geom.Geometry;

/**
 * The scenes of one pass, opened as gaps in a field demand it. A scene that turns out broken is
 * left out, as if the pass had never had it. Used by one thread.
 */
final class PassView {
  private final Geometry field;
  private final SpectralIndex index;
  private final RasterSource rasters;
  private final Projection projection;
  private final Deque<Scene> unopened;
  private UnaryOperator<SceneView> way = UnaryOperator.identity();
  private final List<SceneView> views = new ArrayList<>();
  private final List<SceneProblem> problems = new ArrayList<>();

  /**
   * @param scenes best first
   * @param field WGS 84, longitude as x
   */
  PassView(
      List<Scene> scenes,
      Geometry field,
      SpectralIndex index,
      RasterSource rasters,
      Projection projection) {
    this.unopened = new ArrayDeque<>(scenes);
    this.field = field;
    this.index = index;
    this.rasters = rasters;
    this.projection = projection;
  }

  /** For when other fields read the same scene. */
  PassView sharing(SceneView shared) {
    way = view -> view.scene().equals(shared.scene()) ? shared.unjudged() : view;
    return this;
  }

  /** For when pixels of the given width are fine enough. */
  PassView reducedTo(double metres) {
    way = view -> view.reducedTo(metres);
    return this;
  }

  /**
   * Works with the scenes that are left, once more for each that breaks while it is read.
   *
   * @throws UnreadablePass if none is left
   */
  <T> T whileReadable(Function<PassView, T> work) {
    while (true) {
      try {
        if (view(0).isEmpty()) {
          throw new UnreadablePass(problems);
        }
        return work.apply(this);
      } catch (BrokenScene broken) {
        leaveOut(broken.scene, broken.problem);
      }
    }
  }

  /** The grid of the first readable scene. */
  Grid grid() {
    return first().grid();
  }

  /** The first readable scene; only within {@link #whileReadable}. */
  SceneView first() {
    return views.getFirst();
  }

  /** The scenes that were opened, in order. */
  List<SceneUse> uses() {
    return views.stream().map(SceneView::use).toList();
  }

  List<SceneProblem> problems() {
    return problems;
  }

  /**
   * Decides on the offsets of great fields as a whole; small ones are decided by their own pixels.
   */
  void judge(SceneView view) {
    Grid grid = view.grid();
    var extent = projection.project(field, grid.epsg()).getEnvelopeInternal();
    Window window =
        grid.windowOf(extent.getMinX(), extent.getMinY(), extent.getMaxX(), extent.getMaxY());
    guarded(view, () -> view.judge(window));
  }

  /** Fills a part from one scene after the other until nothing is missing. */
  void fill(FieldPixels part, boolean judgeFirst) {
    for (int i = 0; i == 0 || part.hasGaps(); i++) {
      Optional<SceneView> view = view(i);
      if (view.isEmpty()) {
        return;
      }
      if (judgeFirst && !view.get().isJudged()) {
        judge(view.get());
      }
      guarded(view.get(), () -> view.get().fill(part));
    }
  }

  private Optional<SceneView> view(int number) {
    while (views.size() <= number && !unopened.isEmpty()) {
      Scene scene = unopened.removeFirst();
      try {
        views.add(way.apply(SceneView.open(scene, index, rasters, projection)));
      } catch (MissingAsset | UnreadableRaster broken) {
        problems.add(new SceneProblem(scene, broken));
      } catch (UpstreamFailure failure) {
        problems.add(new SceneProblem(scene, orThrow(failure)));
      }
    }
    return number < views.size() ? Optional.of(views.get(number)) : Optional.empty();
  }

  private static void guarded(SceneView view, Runnable reading) {
    try {
      reading.run();
    } catch (UnreadableRaster broken) {
      throw new BrokenScene(view.scene(), broken);
    } catch (UpstreamFailure failure) {
      throw new BrokenScene(view.scene(), orThrow(failure));
    }
  }

  /** What may pass is the caller's to wait for; the rest is the scene's own fault. */
  private static UpstreamFailure orThrow(UpstreamFailure failure) {
    if (failure.kind().retryable()) {
      throw failure;
    }
    return failure;
  }

  private void leaveOut(Scene scene, RuntimeException problem) {
    problems.add(new SceneProblem(scene, problem));
    views.removeIf(view -> view.scene().equals(scene));
  }

  private static final class BrokenScene extends RuntimeException {
    private final transient Scene scene;
    private final transient RuntimeException problem;

    BrokenScene(Scene scene, RuntimeException problem) {
      super(problem);
      this.scene = scene;
      this.problem = problem;
    }
  }
}
