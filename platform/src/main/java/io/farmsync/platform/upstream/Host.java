package io.farmsync.platform.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What we know of one host: its breaker, its turns, its wish to be left alone. */
final class Host {
  private final String name;
  private final UpstreamLimits limits;
  private final Semaphore turns;
  private final CircuitBreaker breaker;
  private volatile @Nullable Instant lastAnswer;
  private volatile Instant leftAloneUntil = Instant.MIN;
  private volatile @Nullable Instant lastFailure;

  Host(String name, UpstreamLimits limits, UpstreamListener listener) {
    this.name = name;
    this.limits = limits;
    this.turns = new Semaphore(limits.atOnce(), true);
    this.breaker = breaker(name, limits);
    breaker
        .getEventPublisher()
        .onStateTransition(moved ->
            listener.breakerMoved(
                name,
                nameOf(moved.getStateTransition().getFromState()),
                nameOf(moved.getStateTransition().getToState())));
  }

  String name() {
    return name;
  }

  String breakerState() {
    return nameOf(breaker.getState());
  }

  HostState state() {
    return new HostState(
        name,
        breakerState(),
        Math.max(0, breaker.getMetrics().getNumberOfFailedCalls()),
        Optional.ofNullable(lastFailure));
  }

  /** Asks again at once, unless the host itself wishes to be left alone. */
  void resetBreaker() {
    breaker.reset();
  }

  Optional<Instant> lastAnswer() {
    return Optional.ofNullable(lastAnswer);
  }

  void answered(Instant now) {
    lastAnswer = now;
  }

  void leaveAloneUntil(Instant at) {
    leftAloneUntil = at;
  }

  /**
   * Begins a question; {@link #succeeded}, {@link #failed} or {@link #leave} ends it.
   *
   * @throws UpstreamFailure if the host is not to be asked now
   */
  void enter(Instant now) {
    Instant quietUntil = leftAloneUntil;
    if (now.isBefore(quietUntil)) {
      throw UpstreamFailure.leftAlone(
          name, "asked to be left alone until " + quietUntil, quietUntil);
    }
    if (!breaker.tryAcquirePermission()) {
      throw UpstreamFailure.leftAlone(
          name,
          "cannot be reached: not asked again for a while after %d failures in a row"
              .formatted(limits.failuresToOpen()),
          now.plus(limits.openFor()));
    }
  }

  void succeeded(Duration took) {
    breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
  }

  void failed(Duration took, Instant now) {
    lastFailure = now;
    breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, new IllegalStateException(name));
  }

  void leave() {
    breaker.releasePermission();
  }

  void takeTurn() throws InterruptedException {
    turns.acquire();
  }

  void giveTurn() {
    turns.release();
  }

  private static CircuitBreaker breaker(String name, UpstreamLimits limits) {
    return CircuitBreaker.of(
        name,
        CircuitBreakerConfig.custom()
            .slidingWindowType(SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(limits.failuresToOpen())
            .minimumNumberOfCalls(limits.failuresToOpen())
            .failureRateThreshold(100)
            .waitDurationInOpenState(limits.openFor())
            .permittedNumberOfCallsInHalfOpenState(1)
            .build());
  }

  private static String nameOf(CircuitBreaker.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
