package io.farmsync.platform.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what an audit finds. {@code farm.audit.disagreeing} is how much the last sweep found and
 * falls to 0 once it is mended; {@code farm.audit.findings} counts each disagreement once. A farm
 * and a version stand in the log, never in a label. While no sweep ends, {@code
 * farm.audit.completed.timestamp} grows old: alert on its age.
 */
public final class AuditFindings {

  private static final Logger log = LoggerFactory.getLogger(AuditFindings.class);
  private static final int LINES = 20;

  private final Clock clock;
  private final String between;
  private final AtomicLongArray records;
  private final AtomicLongArray disagreeing;
  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong tookMillis = new AtomicLong();
  private final Map<String, Counter> counters = new HashMap<>();
  private final List<Set<Finding>> found;

  /**
   * @param between what is compared, such as {@code store-topic}
   * @param kinds of all findings there may be: a counter must be there before it grows
   */
  public AuditFindings(
      MeterRegistry meters,
      Clock clock,
      String between,
      int partitions,
      List<? extends FindingKind> kinds) {
    this.clock = clock;
    this.between = between;
    records = new AtomicLongArray(partitions);
    disagreeing = new AtomicLongArray(partitions);
    found = new ArrayList<>(Collections.nCopies(partitions, Set.of()));
    for (int each = 0; each < partitions; each++) {
      int partition = each;
      var tags = Tags.of("between", between, "partition", Integer.toString(partition));
      Gauge.builder("farm.audit.compared", records, all -> all.get(partition))
          .tags(tags)
          .description("Records that the last sweep compared")
          .register(meters);
      Gauge.builder("farm.audit.disagreeing", disagreeing, all -> all.get(partition))
          .tags(tags)
          .description("Disagreements that the last sweep found")
          .register(meters);
    }
    TimeGauge.builder(
            "farm.audit.completed.timestamp", completed, TimeUnit.MILLISECONDS, AtomicLong::get)
        .tag("between", between)
        .description("When a sweep ended last; 0 before the first")
        .register(meters);
    TimeGauge.builder("farm.audit.sweep", tookMillis, TimeUnit.MILLISECONDS, AtomicLong::get)
        .tag("between", between)
        .description("How long the last sweep took; what changes is found within two of them")
        .register(meters);
    for (FindingKind kind : kinds) {
      counters.put(
          kind.label(),
          Counter.builder("farm.audit.findings")
              .tags("between", between, "kind", kind.label())
              .description("Disagreements, each counted when it is first found")
              .register(meters));
    }
  }

  /** A finding beside the sweeps, told at once. */
  public void noticed(Finding finding) {
    count(finding);
    log.error("Audit of {}: {}", between, finding);
  }

  /**
   * A partition was compared; tells what was not found there the last time.
   *
   * @param compared how many records
   */
  public void compared(int partition, long compared, Collection<Finding> findings) {
    Set<Finding> known = found.get(partition);
    records.set(partition, compared);
    disagreeing.set(partition, findings.size());
    var news = findings.stream().filter(finding -> !known.contains(finding)).toList();
    news.forEach(this::count);
    news.stream().limit(LINES).forEach(finding -> log.error("Audit of {}: {}", between, finding));
    if (news.size() > LINES) {
      log.error(
          "Audit of {}: {} more disagree in partition {}", between, news.size() - LINES, partition);
    }
    if (findings.isEmpty() && !known.isEmpty()) {
      log.info("Audit of {}: all of partition {} agree again", between, partition);
    }
    found.set(partition, Set.copyOf(findings));
  }

  /** A partition is another instance's. */
  public void left(int partition) {
    records.set(partition, 0);
    disagreeing.set(partition, 0);
    found.set(partition, Set.of());
  }

  /** A sweep over all there is has ended. */
  public void swept(Instant begun) {
    tookMillis.set(Duration.between(begun, clock.instant()).toMillis());
    completed.set(clock.millis());
  }

  private void count(Finding finding) {
    var counter = counters.get(finding.kind());
    if (counter == null) {
      throw new IllegalArgumentException(
          "kind: " + finding.kind() + " (expected: one of " + counters.keySet() + ")");
    }
    counter.increment();
  }
}
