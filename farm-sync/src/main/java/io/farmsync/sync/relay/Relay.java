package io.farmsync.sync.relay;

import io.farmsync.sync.relay.RelayException.Failure;
import io.farmsync.sync.relay.RelayException.Reaction;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries committed events from the event store to Kafka, exactly once and in version order per
 * farm. One instance relays, the others stand by. Whatever fails, everything is thrown away and
 * built anew from what Kafka and PostgreSQL have committed: there is no state here to repair.
 *
 * <pre>
 *   lead ─▶ open publisher (fences a zombie) ─▶ end the slot's readers ─▶ resume, or catch up ─▶ follow
 *     ▲                                                                                         │
 *     └──────────────────────── pause, growing ◀──── any failure ◀──────────────────────────────┘
 * </pre>
 */
public final class Relay {
  private static final Logger log = LoggerFactory.getLogger(Relay.class);
  private static final Duration STANDBY_PAUSE = Duration.ofMillis(250);
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);
  private static final int CHECKS_PER_LEADERSHIP_CHECK = 10;
  private static final Duration POLITE_STOP = Duration.ofSeconds(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final EventStore store;
  private final EventPublisher.Factory publishers;
  private final ChangeFeed feed;
  private final RelayObserver observer;
  private final Clock clock;
  private final Pauses pauses;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile RelayStatus status = new RelayStatus.Starting();
  private @Nullable Thread thread;

  public Relay(
      EventStore store,
      EventPublisher.Factory publishers,
      ChangeFeed feed,
      RelayObserver observer,
      Clock clock,
      Duration firstPause,
      Duration longestPause) {
    this.store = store;
    this.publishers = publishers;
    this.feed = feed;
    this.observer = observer;
    this.clock = clock;
    this.pauses = new Pauses(firstPause, longestPause);
  }

  /** Returns at once; the relay works on a thread of its own. */
  public synchronized void start() {
    if (thread == null) {
      thread = Thread.ofPlatform().name("farm-relay").daemon().start(this::run);
    }
  }

  /** What it is doing now. */
  public RelayStatus status() {
    return status;
  }

  /** Writes the heartbeat row while this instance relays. */
  public void beat() {
    if (status instanceof RelayStatus.Active) {
      store.beat();
    }
  }

  /** Tells the observer how much log the slot holds back. */
  public void measure() {
    store.slotLag().ifPresent(observer::slotLag);
  }

  /** Aborts what is not committed, and returns when nothing is published any more. */
  public synchronized void stop() {
    stopping.countDown();
    Thread running = thread;
    if (running == null) {
      return;
    }
    try {
      if (running.join(POLITE_STOP)) {
        return;
      }
      // It waits for a broker that does not answer.
      running.interrupt();
      if (!running.join(STOP_LIMIT)) {
        log.warn(
            "The relay did not stop within {}; its Kafka transaction will be fenced", STOP_LIMIT);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (stopping.getCount() > 0) {
        if (!runUntilFailure()) {
          return;
        }
      }
      status = new RelayStatus.Stopped("the service is stopping");
    } catch (InterruptedException _) {
      status = new RelayStatus.Stopped("interrupted");
    }
  }

  /** False when there is no use in trying again. */
  private boolean runUntilFailure() throws InterruptedException {
    try {
      runOnce();
      return true;
    } catch (RuntimeException thrown) {
      RelayException failure = classified(thrown);
      observer.failed(failure.failure());
      if (failure.failure().reaction() == Reaction.STOP) {
        log.error("The relay has stopped and needs an operator: {}", failure.getMessage(), thrown);
        status = new RelayStatus.Stopped(reason(failure));
        return false;
      }
      Duration pause = pauses.next();
      log.warn("The relay starts again in {} ms: {}", pause.toMillis(), reason(failure));
      log.debug("What ended the relay", thrown);
      status = new RelayStatus.Waiting(reason(failure));
      var _ = stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    }
  }

  private void runOnce() throws InterruptedException {
    try (EventStore.Candidacy candidacy = store.stand()) {
      Optional<EventStore.Leadership> leadership = candidacy.tryToLead();
      if (leadership.isEmpty()) {
        publishers.prepare();
      }
      while (leadership.isEmpty()) {
        status = new RelayStatus.Standby();
        if (stopping.await(STANDBY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        leadership = candidacy.tryToLead();
      }
      lead(leadership.get());
    }
  }

  private void lead(EventStore.Leadership leadership) throws InterruptedException {
    log.info("This instance leads");
    try (EventStore.Leadership held = leadership;
        EventPublisher publisher = publishers.open()) {
      held.endReaders();
      LogPosition from = position(publisher, held);
      var aligner = new TransactionAligner(publisher, from.database(), observer, clock);
      try (ChangeFeed.Running running =
          feed.start(from, new SameSlot(store::slot, from, aligner))) {
        supervise(running, held);
      } finally {
        observer.active(false);
      }
    }
  }

  private LogPosition position(EventPublisher publisher, EventStore.Leadership leadership) {
    return switch (Start.decide(publisher.position(), publisher.loss(), store.slot())) {
      case Start.Resume(LogPosition position) -> {
        log.info("Following the log from {}", LogPosition.text(position.lsn()));
        yield position;
      }
      case Start.CatchUp start -> CatchUp.run(leadership, publisher, feed, start, observer);
      case Start.Refuse(String reason) -> throw new RelayException(Failure.HISTORY, reason, null);
    };
  }

  /** Returns when the relay shall stop. */
  private void supervise(ChangeFeed.Running running, EventStore.Leadership leadership)
      throws InterruptedException {
    for (int check = 1; stopping.getCount() > 0; check++) {
      if (running.endsWithin(CHECK_INTERVAL)) {
        throw new RelayException(Failure.FEED, "the change feed ended", running.failure());
      }
      if (running.isFollowing() && !(status instanceof RelayStatus.Active)) {
        status = new RelayStatus.Active();
        observer.active(true);
        log.info("This instance relays");
        // A feed finds its place with the next row; without this it would be a farm's that waits.
        store.beat();
      }
      if (check % CHECKS_PER_LEADERSHIP_CHECK == 0) {
        if (!leadership.isHeld()) {
          throw new RelayException(Failure.DATABASE, "PostgreSQL ended the relay's session", null);
        }
        pauses.reset();
      }
    }
  }

  /** The first failure of ours in the chain: the feed wraps what its reader throws. */
  private static RelayException classified(RuntimeException thrown) {
    RelayException found = null;
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof RelayException ours) {
        found = ours;
      }
    }
    return found == null
        ? new RelayException(Failure.FEED, String.valueOf(thrown.getMessage()), thrown)
        : found;
  }

  private static String reason(RelayException failure) {
    Throwable cause = failure.getCause();
    String message = String.valueOf(failure.getMessage());
    return cause == null ? message : message + ": " + cause.getMessage();
  }

  /** Pauses between attempts: each twice as long as the one before, up to a limit. */
  private static final class Pauses {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    Pauses(Duration first, Duration longest) {
      this.first = first;
      this.longest = longest;
      this.next = first;
    }

    Duration next() {
      Duration pause = next;
      Duration doubled = pause.multipliedBy(2);
      next = doubled.compareTo(longest) < 0 ? doubled : longest;
      return pause;
    }

    void reset() {
      next = first;
    }
  }
}
