package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.scene.Reflectance;
import io.farmsync.ndvi.scene.Scene;
import java.time.LocalDate;
import java.util.List;

/**
 * What one pass says about one field.
 *
 * @param day acquisition day, UTC
 * @param uses the scenes that gave pixels, the one that gave the grid first
 * @param problems scenes of the pass that could not be read
 */
public record Observation(
    LocalDate day,
    SpectralIndex index,
    ZonalStatistics statistics,
    List<SceneUse> uses,
    List<SceneProblem> problems) {
  public Observation {
    uses = List.copyOf(uses);
    problems = List.copyOf(problems);
  }

  /**
   * A scene and how its stored numbers were understood.
   *
   * @param epsg reference system of the pixels
   * @param reflectance of the index's first band; the second has the same decision
   */
  public record SceneUse(Scene scene, int epsg, Reflectance reflectance) {}

  /** A scene that is broken for good; repeating does not help. */
  public record SceneProblem(Scene scene, RuntimeException cause) {}
}
