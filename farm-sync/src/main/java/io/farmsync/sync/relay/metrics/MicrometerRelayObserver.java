package io.farmsync.sync.relay.metrics;

import io.farmsync.sync.relay.RelayException.Failure;
import io.farmsync.sync.relay.RelayObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an operator sees of the relay. Alert on {@code relay.slot.lag}, which grows when the relay
 * stands still, and on {@code relay.active} summed over the instances, which is then 0: the counter
 * cannot tell a stopped relay from quiet farms.
 */
final class MicrometerRelayObserver implements RelayObserver {
  private final Timer delay;
  private final Counter caughtUp;
  private final AtomicLong lsn = new AtomicLong();
  private final AtomicLong throughMillis = new AtomicLong();
  private final AtomicLong slotLag = new AtomicLong();
  private final AtomicInteger active = new AtomicInteger();
  private final Map<Failure, Counter> failures = new EnumMap<>(Failure.class);

  MicrometerRelayObserver(MeterRegistry registry) { // no tag is a farm id: tags must stay few
    delay =
        Timer.builder("relay.delay")
            .description("From the commit of an event to its commit in Kafka; its count is events")
            .serviceLevelObjectives(
                Duration.ofMillis(10),
                Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30))
            .register(registry);
    caughtUp =
        Counter.builder("relay.caught.up")
            .description("Events published from the table because the log did not have them")
            .baseUnit("events")
            .register(registry);
    Gauge.builder("relay.lsn", lsn, AtomicLong::get)
        .description("Position in the write-ahead log up to which everything is in Kafka")
        .baseUnit("bytes")
        .register(registry);
    TimeGauge.builder(
            "relay.through.timestamp", throughMillis, TimeUnit.MILLISECONDS, AtomicLong::get)
        .description(
            "Commit time of the newest change known to be in Kafka, a heartbeat included; 0 while"
                + " this instance has relayed nothing. The age of the newest over all instances is"
                + " the relay's lag")
        .register(registry);
    Gauge.builder("relay.slot.lag", slotLag, AtomicLong::get)
        .description("Write-ahead log that the slot holds back")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("relay.active", active, AtomicInteger::get)
        .description("1 while this instance relays, 0 on standby or while it restarts")
        .register(registry);
    for (Failure failure : Failure.values()) {
      failures.put(
          failure,
          Counter.builder("relay.restarts")
              .description("Runs of the relay that ended by failure")
              .tag("cause", failure.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  @Override
  public void relayed(Duration delay) {
    this.delay.record(delay);
  }

  @Override
  public void reached(long lsn, Instant committedAt) {
    this.lsn.set(lsn);
    throughMillis.set(committedAt.toEpochMilli());
  }

  @Override
  public void active(boolean active) {
    this.active.set(active ? 1 : 0);
  }

  @Override
  public void failed(Failure failure) {
    var counter = failures.get(failure);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void caughtUp(long published) {
    caughtUp.increment((double) published);
  }

  @Override
  public void slotLag(long bytes) {
    slotLag.set(bytes);
  }
}
