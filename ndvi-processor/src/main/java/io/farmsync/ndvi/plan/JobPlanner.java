package io.farmsync.ndvi.plan;

import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.NdviRequest.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs a farm's event asks for. The same event always asks for the same jobs under the same
 * ids, so an event that is read twice makes no second job.
 */
public final class JobPlanner {
  /** The longest window of one job, as the HTTP contract has it. */
  static final int MOST_DAYS = 370;

  /** The one engine that is worked, in the words of the HTTP contract. */
  private static final String ENGINE = "stac";

  private final BackfillPolicy policy;

  public JobPlanner(BackfillPolicy policy) {
    this.policy = policy;
  }

  /**
   * One job per index and window. Windows are consecutive, the newest first and short, so that a
   * new farm has a value soon; the others have at most 370 days.
   */
  public List<NdviRequest> plan(FarmEvent event) {
    Optional<Reason> reason = reason(event);
    if (reason.isEmpty() || !event.farm().isActive()) {
      return List.of();
    }
    var requests = new ArrayList<NdviRequest>();
    LocalDate last = dayOf(event.occurredAt());
    LocalDate first = last.minusDays(policy.days());
    LocalDate start;
    for (LocalDate end = last; !end.isBefore(first); end = start.minusDays(1)) {
      int most = end.equals(last) ? policy.firstDays() : MOST_DAYS;
      LocalDate whole = end.minusDays(most - 1);
      start = whole.isBefore(first) ? first : whole;
      for (String index : policy.indices()) {
        requests.add(backfill(event, reason.get(), index, start, end));
      }
    }
    return requests;
  }

  /** The job of a farm's turn in a schedule; the same turn always makes the same one. */
  public NdviRequest plan(TrackedFarm tracked, Schedule schedule, Instant due, Instant now) {
    FarmState farm = tracked.farm();
    LocalDate end = dayOf(now);
    return request(
        jobId("sweep|" + schedule.name() + '|' + due, farm, schedule.index(), end, end),
        farm,
        schedule.index(),
        schedule.jobType(),
        Reason.DAILY,
        end.minusDays(schedule.lookbackDays()),
        end,
        schedule.jobType() == JobType.REFRESH_LATEST ? schedule.lookbackDays() : null,
        now);
  }

  static LocalDate dayOf(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static Optional<Reason> reason(FarmEvent event) {
    return switch (event.type()) {
      case REGISTERED -> Optional.of(Reason.REGISTERED);
      case BOUNDARY_CHANGED -> Optional.of(Reason.BOUNDARY);
      case RESTORED -> Optional.of(Reason.RESTORED);
      case RENAMED, OWNER_CHANGED, RETIRED, PURGED -> Optional.empty();
    };
  }

  private NdviRequest backfill(
      FarmEvent event, Reason reason, String index, LocalDate start, LocalDate end) {
    return request(
        jobId("backfill", event.farm(), index, start, end),
        event.farm(),
        index,
        JobType.BACKFILL,
        reason,
        start,
        end,
        null,
        event.occurredAt());
  }

  private NdviRequest request(
      String jobId,
      FarmState farm,
      String index,
      JobType type,
      Reason reason,
      LocalDate start,
      LocalDate end,
      @Nullable Integer lookbackDays,
      Instant requestedAt) {
    return new NdviRequest(
        jobId,
        farm.externalFarmId(),
        farm.tenant(),
        farm.version(),
        index,
        ENGINE,
        type,
        reason,
        start,
        end,
        policy.stepDays(),
        policy.maxCloud(),
        lookbackDays,
        farm.bbox(),
        farm.geometry(),
        requestedAt);
  }

  private static String jobId(
      String kind, FarmState farm, String index, LocalDate start, LocalDate end) {
    String what =
        String.join(
            "|",
            kind,
            farm.externalFarmId().toString(),
            Long.toString(farm.version()),
            index,
            start.toString(),
            end.toString());
    return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
