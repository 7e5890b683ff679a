package io.farmsync.ndvi.plan;

import io.farmsync.schemas.Bbox;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.JobType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * When jobs of one kind are made for every active farm. The farms are spread over a window behind
 * each time, each at its own fixed place in it, so that a time is not a burst. Neighbours have
 * places close together: what was searched, read and unpacked for one of them then still serves the
 * next.
 *
 * @param jobType {@code REFRESH_LATEST} or {@code GAP_FILL}
 * @param times of the day, ascending, in the zone
 * @param day the one day of the week; every day where empty
 * @param spread length of the window; shorter than the time from one to the next
 * @param lookbackDays how far back the jobs reach
 */
public record Schedule(
    String index,
    JobType jobType,
    List<LocalTime> times,
    Optional<DayOfWeek> day,
    ZoneId zone,
    Duration spread,
    int lookbackDays) {
  private static final int DAYS_AHEAD = 9;

  /** The share of the window in which neighbours come: 5 minutes of 2 hours. */
  private static final int NEIGHBOURHOODS = 24;

  public Schedule {
    times = times.stream().sorted().toList();
    if (times.isEmpty() || !spread.isPositive() || lookbackDays < 0 || lookbackDays > 369) {
      throw new IllegalArgumentException(
          "times, spread, lookbackDays: %s, %s, %d (expected: at least one, > 0, 0 to 369)"
              .formatted(times, spread, lookbackDays));
    }
  }

  /** Names what a farm remembers of it. */
  String name() {
    return index + "/" + jobType;
  }

  /** When a farm's turn first comes after an instant. */
  Instant after(Instant last, FarmState farm) {
    Duration offset = offsetOf(farm);
    LocalDate first = last.minus(offset).atZone(zone).toLocalDate();
    for (LocalDate date = first;
        date.isBefore(first.plusDays(DAYS_AHEAD));
        date = date.plusDays(1)) {
      if (day.isPresent() && date.getDayOfWeek() != day.get()) {
        continue;
      }
      for (LocalTime time : times) {
        Instant due = date.atTime(time).atZone(zone).toInstant().plus(offset);
        if (due.isAfter(last)) {
          return due;
        }
      }
    }
    throw new IllegalStateException(name() + " has no time after " + last);
  }

  private Duration offsetOf(FarmState farm) {
    long together = spread.toMillis() / NEIGHBOURHOODS;
    long neighbourhood = hash(cellOf(farm.bbox())) % (spread.toMillis() - together);
    return Duration.ofMillis(
        neighbourhood + hash(farm.externalFarmId().toString()) % Math.max(1, together));
  }

  /** 0.1 degrees, as searches are shared. */
  private static String cellOf(Bbox box) {
    return tenths(box.south()) + "|" + tenths(box.west());
  }

  private static String tenths(BigDecimal degrees) {
    return degrees.setScale(1, RoundingMode.FLOOR).toPlainString();
  }

  private static long hash(String text) {
    var hash = new CRC32C();
    hash.update(text.getBytes(StandardCharsets.UTF_8));
    return hash.getValue();
  }
}
