package io.farmsync.query.ndvi;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Representation v2 of a series. Which values before one were taken decides about it, and so on
 * back to the first: the whole history is needed, whatever part of it is asked for.
 */
public final class DerivedSeries {

  private final SpectralIndex index;
  private final Selection selection;

  /** By acquisition day, the values that were taken, each on its own day. */
  private final TreeMap<LocalDate, Double> taken = new TreeMap<>();

  private DerivedSeries(SpectralIndex index) {
    this.index = index;
    this.selection = Selection.of(index);
  }

  /**
   * Goes through a history.
   *
   * @param shown observations from the first on, ascending by day
   */
  public static DerivedSeries of(SpectralIndex index, List<Observation> shown) {
    var series = new DerivedSeries(index);
    for (Observation one : shown) {
      Double selected = series.at(one.date(), one).selected();
      if (selected != null) {
        series.taken.put(one.date(), selected);
      }
    }
    return series;
  }

  /** What becomes of an observation that stands for a day. */
  public Derived at(LocalDate bucket, Observation one) {
    var raw =
        new Selection.Raw(
            one.mean(),
            one.date(),
            bucket,
            one.cloudFraction(),
            one.validPixelFraction(),
            one.source(),
            one.flags());
    return selection.derive(index, raw, before(one.date()));
  }

  private List<Double> before(LocalDate day) {
    var values = new ArrayList<Double>(Selection.LOOK_BACK);
    for (Map.Entry<LocalDate, Double> entry :
        taken.headMap(day, false).descendingMap().entrySet()) {
      if (values.size() == Selection.LOOK_BACK) {
        break;
      }
      values.addFirst(entry.getValue());
    }
    return values;
  }
}
