package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Grid;
import io.farmsync.ndvi.scene.Window;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/** A field laid over the grid of a pass, in parts along the blocks of its file. */
final class FieldSurvey implements FieldParts {
  private final PassView pass;
  private final Geometry projected;
  private final Grid grid;
  private final Coverage.Rule rule;
  private final List<Window> windows;
  private @Nullable FieldPixels only;

  /**
   * @param projected the field in the reference system of the pass's grid
   */
  FieldSurvey(PassView pass, Geometry projected, Coverage.Rule rule) {
    this.pass = pass;
    this.projected = projected;
    this.grid = pass.grid();
    this.rule = rule;
    this.windows =
        Rectangles.of(Coverage.windowOf(projected, grid, Integer.MAX_VALUE), pass.first().blocks());
  }

  @Override
  public boolean areMany() {
    return windows.size() > 1;
  }

  @Override
  public void forEach(Consumer<FieldPixels> part) {
    if (!areMany()) {
      part.accept(only());
      return;
    }
    for (Window window : windows) {
      Coverage coverage = Coverage.of(projected, grid, rule, window);
      if (!coverage.isEmpty()) {
        var pixels = new FieldPixels(coverage);
        pass.fill(pixels, true);
        part.accept(pixels);
      }
    }
  }

  private FieldPixels only() {
    if (only == null) {
      only = new FieldPixels(Coverage.of(projected, grid, rule, windows.getFirst()));
      pass.fill(only, false);
    }
    return only;
  }
}
