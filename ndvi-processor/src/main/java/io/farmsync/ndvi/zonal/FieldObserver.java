package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.Window;
import io.farmsync.platform.upstream.AtOnce;
import io.farmsync.platform.upstream.UpstreamFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * Makes one observation of a field from the scenes of a pass.
 *
 * <p>The first readable scene gives the grid: that of the index's finer band, in its own reference
 * system. Other bands, the classes, and other scenes are looked up by coordinate at each pixel's
 * middle, never by index, so 20 m layers and neighbouring tiles or zones need no common origin. A
 * pixel takes both bands and its class from one scene, the first that has data there.
 *
 * <p>A field of more than a million pixels is worked block by block, twice: once for sums and
 * counts, once for the quantiles.
 */
public final class FieldObserver {
  private static final double KM_PER_DEGREE = 111.32;

  /** A small field takes one share of a part's memory, a field of 105 km2 or more all of them. */
  private static final int SHARES = 16;

  private static final double KM2_OF_A_SHARE = 105.0 / SHARES;

  private final RasterSource rasters;
  private final Projection projection;
  private final PixelMask mask;
  private final Coverage.Rule rule;
  private final double mostKm2;

  /** Parts of fields that are worked now, so that fields wait for one another instead of memory. */
  private final Semaphore parts;

  /**
   * @param mostKm2 bound on a field's box, by which its time is bounded; its memory is that of one
   *     part, about 60 MB, whatever its size
   * @param partsAtOnce how many fields are worked at the same time, the smaller ones for less
   */
  public FieldObserver(
      RasterSource rasters,
      Projection projection,
      PixelMask mask,
      Coverage.Rule rule,
      double mostKm2,
      int partsAtOnce) {
    this.rasters = rasters;
    this.projection = projection;
    this.mask = mask;
    this.rule = rule;
    this.mostKm2 = mostKm2;
    this.parts = new Semaphore(SHARES * partsAtOnce, true);
  }

  /** Paints what this observes, from the same files, under the same mask. */
  public FieldPainter painter() {
    return new FieldPainter(rasters, projection, mask, Picture.Stretch.HISTOGRAM);
  }

  /**
   * @param field valid polygons, WGS 84, longitude as x
   * @throws UnreadablePass if no scene can be read, now or later
   * @throws UpstreamFailure if an upstream does not answer and may do so later
   * @throws IllegalArgumentException if the field is too large
   */
  public Observation observe(Geometry field, Pass pass, SpectralIndex index) {
    return observe(field, pass, index, UnaryOperator.identity());
  }

  private Observation observe(
      Geometry field, Pass pass, SpectralIndex index, UnaryOperator<PassView> way) {
    double km2 = boxKm2(field.getEnvelopeInternal());
    if (!(km2 <= mostKm2)) {
      throw new IllegalArgumentException(
          "field's box has %.0f km2 (expected: at most %.0f; NDVI_MAX_AREA_KM2)"
              .formatted(km2, mostKm2));
    }
    int share = (int) Math.clamp(Math.ceil(km2 / KM2_OF_A_SHARE), 1, SHARES);
    try {
      parts.acquire(share);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CancellationException("stopped while waiting for memory");
    }
    try {
      var view = new PassView(pass.scenes(), field, index, rasters, projection);
      return way.apply(view).whileReadable(readable -> observe(field, pass, readable, index));
    } finally {
      parts.release(share);
    }
  }

  /**
   * Makes one observation of each field, block by block of the first scene, of which each block is
   * unpacked once for all fields on it.
   *
   * @param blocksAtOnce side by side
   * @param done is given a field's number and its observation, in no particular order and by
   *     several threads
   * @throws RuntimeException as {@link #observe}, by the first field that fails
   */
  public void observeAll(
      List<Geometry> fields,
      Pass pass,
      SpectralIndex index,
      int blocksAtOnce,
      BiConsumer<Integer, Observation> done) {
    if (fields.isEmpty()) {
      return;
    }
    var all = fields.getFirst().getFactory().buildGeometry(fields);
    SceneView first =
        new PassView(pass.scenes(), all, index, rasters, projection).whileReadable(PassView::first);
    List<Window> windows =
        fields.stream()
            .map(field -> projection.project(field, first.grid().epsg()))
            .map(field -> Coverage.windowOf(field, first.grid(), Integer.MAX_VALUE))
            .toList();
    SceneView shared = first.forWindows(windows);
    var tasks = new ArrayList<Callable<Integer>>();
    for (List<Integer> block : BlockOrder.of(windows, first.blocks())) {
      tasks.add(() -> {
        for (int field : block) {
          done.accept(field, observe(fields.get(field), pass, index, view -> view.sharing(shared)));
          shared.done(windows.get(field));
        }
        return block.size();
      });
    }
    AtOnce.run(tasks, blocksAtOnce);
  }

  private Observation observe(Geometry field, Pass pass, PassView view, SpectralIndex index) {
    Geometry projected = projection.project(field, view.grid().epsg());
    var survey = new FieldSurvey(view, projected, rule);
    var statistics =
        ZonalStatistics.of(survey, mask, rule, index.coveredAbove(), view.grid().pixelHectares());
    return new Observation(pass.day(), index, statistics, view.uses(), view.problems());
  }

  /** Contract 12.1. */
  private static double boxKm2(Envelope box) {
    return box.getHeight()
        * KM_PER_DEGREE
        * box.getWidth()
        * Math.cos(Math.toRadians(box.centre().y))
        * KM_PER_DEGREE;
  }
}
