package io.farmsync.query.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class VersionWaitersTest {

  private static final UUID FARM = new UUID(1, 1);
  private static final Executor READERS = Thread::startVirtualThread;

  private final VersionWaiters waiters = new VersionWaiters(1);

  @Test
  void aReaderIsWokenByTheVersionOrANewerOne() {
    var reader =
        CompletableFuture.supplyAsync(
            () -> waiters.await(FARM, 2, Duration.ofMinutes(1), () -> false), READERS);
    await().until(() -> waiters.waiting() == 1);
    waiters.reached(FARM, 1);
    waiters.reached(new UUID(2, 2), 3);
    assertThat(reader).isNotDone();
    waiters.reached(FARM, 3);
    assertThat(reader).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    assertThat(waiters.waiting()).isZero();
  }

  @Test
  void aVersionThatIsThereIsNotWaitedFor() {
    assertThat(waiters.await(FARM, 2, Duration.ofMinutes(1), () -> true)).isTrue();
  }

  @Test
  void aReaderLeavesWhenTheTimeIsOver() {
    assertThat(waiters.await(FARM, 2, Duration.ofMillis(1), () -> false)).isFalse();
    assertThat(waiters.waiting()).isZero();
  }

  @Test
  void moreReadersThanAllowedAreSentAway() {
    var reader =
        CompletableFuture.supplyAsync(
            () -> waiters.await(FARM, 2, Duration.ofMinutes(1), () -> false), READERS);
    await().until(() -> waiters.waiting() == 1);
    assertThatExceptionOfType(ViewUnavailable.class)
        .isThrownBy(() -> waiters.await(FARM, 2, Duration.ofMinutes(1), () -> false));
    waiters.reached(FARM, 2);
    assertThat(reader).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
  }
}
