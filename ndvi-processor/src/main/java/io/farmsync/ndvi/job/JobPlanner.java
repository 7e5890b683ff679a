package io.farmsync.ndvi.job;

import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.schemas.JobType;
import io.farmsync.schemas.NdviRequest;
import io.farmsync.schemas.NdviRequest.Reason;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which jobs a farm's event asks for. The same event always asks for the same jobs under the same
 * ids, so an event that is read twice makes no second job.
 */
public final class JobPlanner {
  /** The longest window of one job, as the HTTP contract has it. */
  static final int MOST_DAYS = 370;

  private final BackfillPolicy policy;

  public JobPlanner(BackfillPolicy policy) {
    this.policy = policy;
  }

  /**
   * One job per index and window; windows are consecutive, of at most 370 days, the newest first.
   */
  public List<NdviRequest> plan(FarmEvent event) {
    Optional<Reason> reason = reason(event);
    if (reason.isEmpty() || !event.farm().isActive()) {
      return List.of();
    }
    var requests = new ArrayList<NdviRequest>();
    LocalDate last = event.occurredAt().atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate first = last.minusDays(policy.days());
    for (LocalDate end = last; !end.isBefore(first); end = end.minusDays(MOST_DAYS)) {
      LocalDate start = end.minusDays(MOST_DAYS - 1);
      for (String index : policy.indices()) {
        requests.add(
            request(event, reason.get(), index, start.isBefore(first) ? first : start, end));
      }
    }
    return requests;
  }

  private static Optional<Reason> reason(FarmEvent event) {
    return switch (event.type()) {
      case REGISTERED -> Optional.of(Reason.REGISTERED);
      case BOUNDARY_CHANGED -> Optional.of(Reason.BOUNDARY);
      case RESTORED -> Optional.of(Reason.RESTORED);
      case RENAMED, OWNER_CHANGED, RETIRED -> Optional.empty();
    };
  }

  private NdviRequest request(
      FarmEvent event, Reason reason, String index, LocalDate start, LocalDate end) {
    FarmState farm = event.farm();
    return new NdviRequest(
        jobId(event, index, start, end),
        event.externalFarmId(),
        farm.tenant(),
        event.version(),
        index,
        ImageryJob.ENGINE,
        JobType.BACKFILL,
        reason,
        start,
        end,
        policy.stepDays(),
        policy.maxCloud(),
        null,
        farm.bbox(),
        farm.geometry(),
        event.occurredAt());
  }

  private static String jobId(FarmEvent event, String index, LocalDate start, LocalDate end) {
    String what =
        String.join(
            "|",
            event.externalFarmId().toString(),
            Long.toString(event.version()),
            index,
            start.toString(),
            end.toString());
    return UUID.nameUUIDFromBytes(("backfill|" + what).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
