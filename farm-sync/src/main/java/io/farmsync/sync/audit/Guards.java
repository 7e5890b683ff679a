package io.farmsync.sync.audit;

import io.farmsync.platform.audit.AuditFindings;
import io.farmsync.platform.audit.Finding;
import io.farmsync.sync.audit.AuditedTopic.Extent;
import org.jspecify.annotations.Nullable;

/** What may never happen to an append-only history, seen without reading it. */
final class Guards {

  private final AuditFindings findings;
  private @Nullable Long rewrites;
  private @Nullable Extent known;
  private long[] shorter = new long[0];

  Guards(AuditFindings findings) {
    this.findings = findings;
  }

  /** The next look is a first one. */
  void forget() {
    rewrites = null;
    known = null;
  }

  /**
   * @param rewritten rows of the event store that were ever changed or deleted; falls to 0 when
   *     PostgreSQL loses its counters
   */
  void look(long rewritten, Extent extent) {
    Long before = rewrites;
    if (before != null && rewritten > before) {
      notice(
          Kind.STORE_REWRITTEN,
          0,
          Kind.STORE_REWRITTEN.words() + ", so many: " + (rewritten - before));
    }
    rewrites = rewritten;
    Extent last = known;
    if (last == null || shorter.length != extent.ends().size()) {
      shorter = new long[extent.ends().size()];
    }
    for (int partition = 0; partition < extent.starts().size(); partition++) {
      long start = extent.starts().get(partition);
      if (start > (last == null ? 0 : last.starts().get(partition))) {
        notice(
            Kind.TOPIC_CUT, partition, Kind.TOPIC_CUT.words() + ": it starts at offset " + start);
      }
      // A leader that is new may know of less for a moment.
      boolean isShorter = last != null && extent.ends().get(partition) < last.ends().get(partition);
      shorter[partition] = isShorter ? shorter[partition] + 1 : 0;
      if (shorter[partition] == 2) {
        notice(
            Kind.TOPIC_CUT,
            partition,
            Kind.TOPIC_CUT.words() + ": it ends at offset " + extent.ends().get(partition));
      }
    }
    boolean isDoubtful = java.util.Arrays.stream(shorter).anyMatch(count -> count == 1);
    known = isDoubtful ? last : extent;
  }

  private void notice(Kind kind, int partition, String words) {
    findings.noticed(new Finding(kind.label(), partition, null, 0, words));
  }
}
