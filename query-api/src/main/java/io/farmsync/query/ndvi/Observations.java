package io.farmsync.query.ndvi;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The observations view. Values of an older boundary are left out. Methods throw {@link
 * io.farmsync.query.freshness.ViewUnavailable} while the view cannot answer.
 */
public interface Observations {

  /** Ascending by date, both ends inclusive. */
  List<Observation> between(Series series, LocalDate from, LocalDate to);

  /** The newest one that is wanted, whatever its age. */
  Optional<Observation> newest(Series series, Predicate<Observation> wanted);
}
