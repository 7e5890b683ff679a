package io.farmsync.platform.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.platform.throttle.Throttle.Bucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingThrottleTest {

  private static final long MINUTE = 60_000;

  private final MovingClock clock = new MovingClock();
  private final SlidingThrottle throttle = throttle();

  @Test
  void theWholeRateIsLetInAtOnceAndThenNothing() {
    assertThat(calls(throttle, 12)).isEqualTo(10);
  }

  @Test
  void theNextCallIsLetInWhenItWasSaid() {
    calls(throttle, 10);
    Duration wait = throttle.take(Bucket.USER, "anna").orElseThrow();
    assertThat(wait).isBetween(Duration.ofMinutes(1), Duration.ofSeconds(61));
    clock.move(wait.toMillis() - 1);
    assertThat(throttle.take(Bucket.USER, "anna")).isPresent();
    clock.move(1);
    assertThat(throttle.take(Bucket.USER, "anna")).isEmpty();
  }

  @Test
  void callersAndBucketsAreCountedApart() {
    calls(throttle, 10);
    assertThat(throttle.take(Bucket.USER, "dora")).isEmpty();
    assertThat(throttle.take(Bucket.ANONYMOUS, "anna")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noPeriodEverHoldsMoreThanTheRate(long seed) {
    var random = new Random(seed);
    var letIn = new ArrayList<Long>();
    for (int i = 0; i < 2000; i++) {
      clock.move(random.nextInt(random.nextInt(10) == 0 ? 30_000 : 2_000));
      if (throttle.take(Bucket.USER, "anna").isEmpty()) {
        letIn.add(clock.millis());
      }
    }
    for (int i = 10; i < letIn.size(); i++) {
      assertThat(letIn.get(i) - letIn.get(i - 10))
          .as("seed %d, call %d", seed, i)
          .isGreaterThan(MINUTE - 1);
    }
    // and a steady caller gets nearly all of it: 10 calls in 61 seconds at the least
    assertThat(letIn.size())
        .isGreaterThan((int) ((letIn.getLast() - letIn.getFirst()) / 1000 * 10 / 75));
  }

  @Test
  void whatOneInstanceLetInCountsOnTheOthers() {
    var other = throttle();
    calls(throttle, 7);
    throttle.drain(100).forEach(other::add);
    assertThat(calls(other, 10)).isEqualTo(3);
    assertThat(throttle.drain(100)).isEmpty();
  }

  @Test
  void countsOfLongAgoOrOfAClockFarAheadAreNotCounted() {
    throttle.add(new SlidingThrottle.Count(Bucket.USER, "anna", clock.millis() - 2 * MINUTE, 9));
    throttle.add(new SlidingThrottle.Count(Bucket.USER, "anna", clock.millis() + MINUTE, 9));
    assertThat(calls(throttle, 12)).isEqualTo(10);
  }

  @Test
  void aClockThatIsSetBackLetsNobodyInAgain() {
    calls(throttle, 10);
    clock.move(-30_000);
    assertThat(throttle.take(Bucket.USER, "anna")).isPresent();
  }

  @Test
  void drainedInPartsNothingIsToldTwice() {
    for (String caller : List.of("a", "b", "c")) {
      throttle.take(Bucket.USER, caller);
    }
    var told = new ArrayList<>(throttle.drain(2));
    told.addAll(throttle.drain(2));
    assertThat(told)
        .extracting(SlidingThrottle.Count::key)
        .containsExactlyInAnyOrder("a", "b", "c");
  }

  private SlidingThrottle throttle() {
    return new SlidingThrottle(
        new ThrottleProperties("10/min", "10/min", "10/min", true, 1000), clock);
  }

  private static int calls(SlidingThrottle throttle, int tries) {
    int letIn = 0;
    for (int i = 0; i < tries; i++) {
      letIn += throttle.take(Bucket.USER, "anna").isEmpty() ? 1 : 0;
    }
    return letIn;
  }

  private static final class MovingClock extends Clock {
    private long now = Instant.parse("2026-05-01T12:00:00.123Z").toEpochMilli();

    void move(long milliseconds) {
      now += milliseconds;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
