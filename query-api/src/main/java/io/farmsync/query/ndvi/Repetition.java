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
 * @param settledCoolDown after a job succeeded whose window is so old that no scene will be added
 * @param settledAfter how long after a day its scenes are complete in the archive
 * @param abandonedAfter a job that has not ended for so long no longer holds up its repetition
 */
public record Repetition(
    Duration coolDown, Duration settledCoolDown, Duration settledAfter, Duration abandonedAfter) {

  public boolean isDue(NdviJob last, Instant now) {
    return !now.isBefore(dueAt(last));
  }

  private Instant dueAt(NdviJob last) {
    if (!last.status().isFinal()) {
      return last.createdAt().plus(abandonedAfter);
    }
    Instant ended = last.finishedAt() == null ? last.createdAt() : last.finishedAt();
    boolean settled =
        last.status() == NdviJob.Status.SUCCESS && ended.isAfter(settledAt(last.end()));
    return ended.plus(settled ? settledCoolDown : coolDown);
  }

  private Instant settledAt(LocalDate end) {
    return end.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(settledAfter);
  }
}
