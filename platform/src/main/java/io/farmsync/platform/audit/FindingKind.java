package io.farmsync.platform.audit;

import java.util.Locale;

/** In which way two places disagree; each audit has an enum of its own. */
public interface FindingKind {

  String name();

  /** What is wrong, for an operator. */
  String words();

  /** As a label of metrics. */
  default String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
