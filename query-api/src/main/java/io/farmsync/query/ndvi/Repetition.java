package io.farmsync.query.ndvi;

import io.farmsync.schemas.NdviJob;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * When a job that was once made may be made again because a read still misses its values.
 *
 * @param coolDown after a job ended; shorter notices new scenes sooner but asks the archive more
 *     often
 * @param settledCoolDown after a job succeeded, for days so old that no scene will be added
 * @param settledAfter how long after a day its scenes are complete in the archive
 * @param abandonedAfter a job that has not ended for so long no longer holds up its repetition
 */
public record Repetition(
    Duration coolDown, Duration settledCoolDown, Duration settledAfter, Duration abandonedAfter) {

  /**
   * Whether the job keeps nobody from asking again for what it covered.
   *
   * @param lastDay the last acquisition day that is asked for
   */
  public boolean isDue(NdviJob last, LocalDate lastDay, Instant now) {
    return !now.isBefore(dueAt(last, lastDay));
  }

  private Instant dueAt(NdviJob last, LocalDate lastDay) {
    if (!last.status().isFinal()) {
      return last.createdAt().plus(abandonedAfter);
    }
    Instant ended = last.finishedAt() == null ? last.createdAt() : last.finishedAt();
    boolean settled = last.status() == NdviJob.Status.SUCCESS && ended.isAfter(settledAt(lastDay));
    return ended.plus(settled ? settledCoolDown : coolDown);
  }

  private Instant settledAt(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(settledAfter);
  }
}
