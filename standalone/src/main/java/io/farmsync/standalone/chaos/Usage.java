package io.farmsync.standalone.chaos;

import io.farmsync.standalone.processes.Part;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How much processor time each process took in a while.
 *
 * @param cores by process: 1 is one core all the time; what started this is {@code drill}
 */
record Usage(Map<String, Double> cores) {
  static final String OWN = "drill";

  /** Returns after the time given. */
  static Usage during(Duration time, List<Part> parts) {
    Map<String, Duration> before = spent(parts);
    LockSupport.parkNanos(time.toNanos());
    var cores = new LinkedHashMap<String, Double>();
    spent(parts)
        .forEach((name, after) ->
            cores.put(
                name,
                after.minus(before.getOrDefault(name, after)).toMillis()
                    / (double) time.toMillis()));
    return new Usage(cores);
  }

  private static Map<String, Duration> spent(List<Part> parts) {
    var spent = new LinkedHashMap<String, Duration>();
    parts.forEach(part -> spent.put(part.name(), part.cpuTime()));
    spent.put(OWN, ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
    return spent;
  }

  double total() {
    return cores.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
