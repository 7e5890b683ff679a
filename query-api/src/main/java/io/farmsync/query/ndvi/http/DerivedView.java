package io.farmsync.query.ndvi.http;

import io.farmsync.query.ndvi.Derived;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What representation v2 adds to an observation; all null where there is no derived value. */
record DerivedView(
    @Nullable Double smoothedNdvi,
    @Nullable Double confidence,
    @Nullable String source,
    @Nullable List<String> qualityFlags) {

  static final DerivedView NONE = new DerivedView(null, null, null, null);

  static DerivedView of(Derived derived) {
    return derived.selected() == null
        ? NONE
        : new DerivedView(
            derived.smoothed(), derived.confidence(), derived.source(), derived.flags());
  }
}
