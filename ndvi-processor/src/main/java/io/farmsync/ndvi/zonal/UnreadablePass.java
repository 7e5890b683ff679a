package io.farmsync.ndvi.zonal;

import io.farmsync.ndvi.zonal.Observation.SceneProblem;
import java.util.List;

/** No scene of a pass could be read, each for a reason that repeating does not cure. */
public final class UnreadablePass extends RuntimeException {
  private final transient List<SceneProblem> problems;

  UnreadablePass(List<SceneProblem> problems) {
    super(String.valueOf(problems.getFirst().cause().getMessage()), problems.getFirst().cause());
    this.problems = List.copyOf(problems);
  }

  public List<SceneProblem> problems() {
    return problems;
  }
}
