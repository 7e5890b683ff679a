package io.farmsync.ndvi.topology;

import io.farmsync.ndvi.plan.Backlog;
import io.farmsync.ndvi.plan.JobPlanner;
import io.farmsync.ndvi.plan.Schedule;
import java.time.Duration;
import java.util.List;

/**
 * How jobs are made and handed out.
 *
 * @param schedules of jobs that nobody asks for
 * @param indices computed for every farm
 * @param staleAfterDays age of a farm's newest value beyond which it counts as stale
 * @param lookEvery how often the clock is looked at for turns and leases; shorter is more punctual
 *     and costs an idle service more
 * @param turnsAtOnce scheduled turns taken at one look; the others are taken at the next
 */
public record Dispatching(
    JobPlanner planner,
    Backlog.Limits limits,
    List<Schedule> schedules,
    List<String> indices,
    int staleAfterDays,
    Duration lookEvery,
    int turnsAtOnce,
    BacklogListener listener) {}
