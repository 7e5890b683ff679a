package io.farmsync.standalone.chaos;

import java.nio.file.Path;
import java.util.List;

/**
 * What to do.
 *
 * @param seed decides which faults come in which order, how long each lasts, and what is written;
 *     not when exactly the machine does what
 * @param faults how many
 * @param kinds which ones, by turns
 * @param changesPerSecond how many changes of farms the writers try for
 * @param binaries where PostgreSQL's programs are, or are unpacked
 */
public record ChaosPlan(
    long seed, int faults, List<FaultKind> kinds, int changesPerSecond, Path binaries) {

  public ChaosPlan {
    if (faults < 1 || kinds.isEmpty() || changesPerSecond < 1) {
      throw new IllegalArgumentException(
          "faults, fault kinds and changes per second must be at least 1");
    }
  }
}
