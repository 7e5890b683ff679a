package io.farmsync.standalone.chaos;

import java.nio.file.Path;
import java.util.List;

/**
 * One drill.
 *
 * @param rounds how often each fault is inflicted
 * @param writesPerSecond changes of farms
 * @param newFarmsPerMinute farms that are registered and wait for imagery
 * @param heap of each service, as {@code -Xmx} takes it
 * @param root of the source tree
 */
public record DrillPlan(
    long seed,
    int rounds,
    List<DrillFault> faults,
    int writesPerSecond,
    int readsPerSecond,
    int newFarmsPerMinute,
    int queryInstances,
    int workers,
    String heap,
    Path binaries,
    Path root) {}
