package io.farmsync.sync.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.platform.audit.AuditFindings;
import io.farmsync.platform.audit.AuditSettings;
import io.farmsync.platform.audit.RunningAudit;
import io.farmsync.schemas.Topics;
import io.farmsync.sync.audit.AuditedEvent.Name;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StoreAuditTest {

  private static final int MORE_THAN_CAN_WAIT = 300_000;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void tooManyEventsWithoutRecordAreToldAndCountAsNoSweep() {
    var audit = audit(new Stored(MORE_THAN_CAN_WAIT));
    audit.start();
    try {
      await().until(() -> count(Kind.UNREAD) > 0);
      await().until(() -> count(Kind.UNREAD) > 1); // the one before has told all that it ever will
    } finally {
      audit.stop();
    }
    assertThat(completed()).as("when a sweep ended").isZero();
    assertThat(count(Kind.MISSING_IN_TOPIC)).isZero();
  }

  @Test
  void anEmptyHistoryIsSwept() {
    var audit = audit(new Stored(0));
    audit.start();
    try {
      await().until(() -> completed() > 0);
    } finally {
      audit.stop();
    }
    assertThat(count(Kind.UNREAD)).isZero();
  }

  private RunningAudit audit(AuditedTable table) {
    var findings =
        new AuditFindings(
            meters, Clock.systemUTC(), "store-topic", Topics.PARTITIONS, List.of(Kind.values()));
    return new RunningAudit(
        new AuditSettings("audit", Duration.ofMillis(10), Integer.MAX_VALUE),
        new StoreAudit(
            table,
            new EmptyTopic(),
            () -> {},
            OptionalLong::empty,
            findings,
            Clock.systemUTC(),
            Duration.ofSeconds(1)));
  }

  private double count(Kind kind) {
    return meters.get("farm.audit.findings").tag("kind", kind.label()).counter().count();
  }

  private double completed() {
    return meters.get("farm.audit.completed.timestamp").timeGauge().value();
  }

  /** So many farms of one event each. */
  private record Stored(int events) implements AuditedTable {
    @Override
    public EventSlice eventsBehind(long position, int limit) {
      long last = Math.min(events, position + limit);
      var slice =
          LongStream.rangeClosed(position + 1, last)
              .mapToObj(each -> AuditedEvent.of(new UUID(1, each), 1, each))
              .toList();
      return new EventSlice(slice, last, List.of());
    }

    @Override
    public boolean tryToAudit() {
      return true;
    }

    @Override
    public long lsn() {
      return 0;
    }

    @Override
    public long rewrites() {
      return 0;
    }

    @Override
    public FarmSlice farmsBehind(UUID id, int limit) {
      return new FarmSlice(0, id, List.of());
    }

    @Override
    public Set<Name> present(Collection<Name> names) {
      return Set.copyOf(names);
    }

    @Override
    public void close() {}
  }

  private static final class EmptyTopic implements AuditedTopic {
    @Override
    public void begin() {}

    @Override
    public void extend() {}

    @Override
    public Extent extent() {
      var nothing = Collections.nCopies(Topics.PARTITIONS, 0L);
      return new Extent(nothing, nothing);
    }

    @Override
    public Records read() {
      return new Records(List.of(), List.of());
    }

    @Override
    public boolean isAtEnd() {
      return true;
    }

    @Override
    public void close() {}
  }
}
