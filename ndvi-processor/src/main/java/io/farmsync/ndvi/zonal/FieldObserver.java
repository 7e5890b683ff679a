package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.MissingAsset;
import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.Scene;
import io.farmsync.ndvi.scene.UnreadableRaster;
import io.farmsync.ndvi.zonal.Observation.SceneProblem;
import io.farmsync.ndvi.zonal.Observation.SceneUse;
import io.farmsync.platform.upstream.UpstreamFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * Makes one observation of a field from the scenes of a pass.
 *
 * <p>The first readable scene gives the grid: that of the index's finer band, in its own reference
 * system. Other bands, the classes, and other scenes are looked up by coordinate at each pixel's
 * middle, never by index, so 20 m layers and neighbouring tiles or zones need no common origin. A
 * pixel takes both bands and its class from one scene, the first that has data there.
 */
public final class FieldObserver {
  private static final double METRES_PER_DEGREE = 111_320;

  private final RasterSource rasters;
  private final Projection projection;
  private final PixelMask mask;
  private final Coverage.Rule rule;
  private final int mostPixels;

  /**
   * Pixels of fields that are worked now, so that many large fields wait for one another instead of
   * for memory.
   */
  private final Semaphore pixelsAtOnce;

  /**
   * @param mostPixels bound on a field's window, which is what an observation costs in memory
   *     (about 30 bytes each)
   */
  public FieldObserver(
      RasterSource rasters,
      Projection projection,
      PixelMask mask,
      Coverage.Rule rule,
      int mostPixels) {
    this.rasters = rasters;
    this.projection = projection;
    this.mask = mask;
    this.rule = rule;
    this.mostPixels = mostPixels;
    this.pixelsAtOnce = new Semaphore(mostPixels, true);
  }

  /**
   * @param field valid polygons, WGS 84, longitude as x
   * @throws UnreadablePass if no scene can be read, now or later
   * @throws UpstreamFailure if an upstream does not answer and may do so later
   * @throws IllegalArgumentException if the field is too large
   */
  public Observation observe(Geometry field, Pass pass, SpectralIndex index) {
    int share = (int) Math.min(mostPixels, roughPixels(field.getEnvelopeInternal()));
    try {
      pixelsAtOnce.acquire(share);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CancellationException("stopped while waiting for memory");
    }
    try {
      return observeNow(field, pass, index);
    } finally {
      pixelsAtOnce.release(share);
    }
  }

  /** Of a 10 m grid, on the large side. */
  private static long roughPixels(Envelope box) {
    double rows = box.getHeight() * METRES_PER_DEGREE / 10 + 4;
    double columns =
        box.getWidth() * METRES_PER_DEGREE * Math.cos(Math.toRadians(box.centre().y)) / 10 + 4;
    return (long) (1.2 * rows * columns);
  }

  private Observation observeNow(Geometry field, Pass pass, SpectralIndex index) {
    var uses = new ArrayList<SceneUse>();
    var problems = new ArrayList<SceneProblem>();
    FieldPixels pixels = null;
    for (Scene scene : pass.scenes()) {
      if (pixels != null && !pixels.hasGaps()) {
        break;
      }
      Optional<SceneView> view = view(scene, field, index, problems);
      if (view.isPresent()) {
        pixels =
            pixels == null ? new FieldPixels(view.get().cover(field, rule, mostPixels)) : pixels;
        view.get().fill(pixels);
        uses.add(view.get().use());
      }
    }
    if (pixels == null) {
      throw new UnreadablePass(problems);
    }
    return new Observation(
        pass.day(), index, ZonalStatistics.of(pixels, index, mask, rule), uses, problems);
  }

  private Optional<SceneView> view(
      Scene scene, Geometry field, SpectralIndex index, List<SceneProblem> problems) {
    try {
      return Optional.of(SceneView.open(scene, field, index, rasters, projection));
    } catch (MissingAsset | UnreadableRaster broken) {
      problems.add(new SceneProblem(scene, broken));
    } catch (UpstreamFailure failure) {
      if (failure.kind().retryable()) {
        throw failure;
      }
      problems.add(new SceneProblem(scene, failure));
    }
    return Optional.empty();
  }
}
