package io.farmsync.standalone.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The demo's result, one line for each farm. */
final class ResultTable {

  private static final List<String> HEADER =
      List.of(
          "farm",
          "area ha",
          "dates",
          "latest NDVI",
          "on",
          "cloud-free",
          "scene",
          "now °C",
          "weather from");

  private ResultTable() {}

  static void print(List<FarmOutcome> outcomes, PrintWriter out) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEADER);
    for (FarmOutcome outcome : outcomes) {
      rows.add(
          List.of(
              outcome.farm().name(),
              decimal("%.2f", outcome.areaHa()),
              Integer.toString(outcome.dates()),
              decimal("%.4f", outcome.ndvi()),
              text(outcome.ndviDate()),
              outcome.cloudFreeShare() == null
                  ? "–"
                  : decimal("%.0f %%", outcome.cloudFreeShare() * 100),
              text(outcome.imagerySource()),
              decimal("%.1f", outcome.temperature()),
              text(outcome.weatherSource())));
    }
    out.println();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int here = column;
        int width = rows.stream().mapToInt(cells -> cells.get(here).length()).max().orElse(0);
        boolean words = column == 0 || column == 6 || column == 8;
        line.append(("%" + (words ? "-" : "") + width + "s  ").formatted(row.get(column)));
      }
      out.println(line.toString().stripTrailing());
    }
    out.println();
  }

  private static String decimal(String format, @Nullable Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, format, value);
  }

  private static String text(@Nullable String value) {
    return value == null ? "–" : value;
  }
}
