package io.farmsync.ndvi;

import io.farmsync.ndvi.plan.Schedule;
import io.farmsync.schemas.JobType;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Schedules as the configuration words them. */
final class SweepSchedules {
  private SweepSchedules() {}

  /**
   * @param indices that are computed at all
   * @throws IllegalArgumentException if a time cannot be read; the message names its setting
   */
  static List<Schedule> of(NdviProperties.Sweeps sweeps, List<String> indices) {
    var schedules = new ArrayList<Schedule>();
    for (String index : indices) {
      schedules.addAll(
          read(
              sweeps,
              index,
              JobType.REFRESH_LATEST,
              "ndvi.sweeps.refresh." + index,
              sweeps.refresh().getOrDefault(index, ""),
              sweeps.refreshDays()));
      schedules.addAll(
          read(
              sweeps,
              index,
              JobType.GAP_FILL,
              "ndvi.sweeps.gap-fill." + index,
              sweeps.gapFill().getOrDefault(index, ""),
              sweeps.gapFillDays()));
    }
    return schedules;
  }

  private static List<Schedule> read(
      NdviProperties.Sweeps sweeps,
      String index,
      JobType type,
      String setting,
      String times,
      int lookbackDays) {
    Map<Optional<DayOfWeek>, List<LocalTime>> byDay = new LinkedHashMap<>();
    for (String time : times.isBlank() ? new String[0] : times.split(",", -1)) {
      String[] words = time.strip().split(" +", 2);
      try {
        Optional<DayOfWeek> day =
            words.length == 1
                ? Optional.empty()
                : Optional.of(DayOfWeek.valueOf(words[0].toUpperCase(Locale.ROOT)));
        byDay
            .computeIfAbsent(day, _ -> new ArrayList<>())
            .add(LocalTime.parse(words[words.length - 1]));
      } catch (DateTimeException | IllegalArgumentException unreadable) {
        throw new IllegalArgumentException(
            setting + ": " + time + " (expected: 03:15, or SUNDAY 04:00)", unreadable);
      }
    }
    if (byDay.size() > 1) {
      throw new IllegalArgumentException(
          setting + ": " + times + " (expected: all of them daily, or all on one day of the week)");
    }
    return byDay.entrySet().stream()
        .map(entry ->
            new Schedule(
                index,
                type,
                entry.getValue(),
                entry.getKey(),
                sweeps.zone(),
                sweeps.spread(),
                lookbackDays))
        .toList();
  }
}
