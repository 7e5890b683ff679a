package io.farmsync.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A storm of faults on a log of its own, by a clock that the test moves. */
class RepeatLimitTest {

  private final LoggerContext logback = new LoggerContext();
  private final AtomicLong now = new AtomicLong();
  private final RepeatLimit limit = new RepeatLimit(3, now::get);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();

  @BeforeEach
  void start() {
    logback.addTurboFilter(limit);
    written.start();
    logback.getLogger("ROOT").addAppender(written);
  }

  @Test
  void aStormOfOneMessageIsAFewLinesAMinuteAndSaysWhatItLeftOut() {
    var log = logback.getLogger("upstream");
    for (int i = 0; i < 10_000; i++) {
      log.warn("host {} does not answer", i);
    }
    assertThat(lines()).hasSize(3);
    assertThat(limit.suppressed()).isEqualTo(9_997);

    now.addAndGet(Duration.ofMinutes(1).toNanos());
    log.warn("host {} does not answer", "b");
    assertThat(lines().subList(3, 5))
        .containsExactly(
            "9997 lines were left out that began as the next one: host {} does not answer",
            "host b does not answer");
  }

  @Test
  void otherMessagesAreWrittenMeanwhile() {
    var log = logback.getLogger("upstream");
    for (int i = 0; i < 100; i++) {
      log.warn("the same");
    }
    log.warn("another");
    logback.getLogger("elsewhere").warn("the same");
    assertThat(lines()).hasSize(5).contains("another");
  }

  @Test
  void whatTheLevelHidesIsNeitherWrittenNorCounted() {
    var log = logback.getLogger("quiet");
    log.setLevel(Level.ERROR);
    for (int i = 0; i < 100; i++) {
      log.info("nobody reads this");
    }
    assertThat(lines()).isEmpty();
    assertThat(limit.suppressed()).isZero();
  }

  @Test
  void itsMemoryIsBounded() {
    var log = logback.getLogger("ids");
    for (int i = 0; i < 5_000; i++) {
      log.warn("message " + i);
    }
    log.warn("message 0"); // forgotten, so it counts anew
    assertThat(lines()).hasSize(5_001);
  }

  private List<String> lines() {
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
