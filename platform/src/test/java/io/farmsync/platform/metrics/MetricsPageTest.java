package io.farmsync.platform.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the page is written, by a clock that the test moves. */
class MetricsPageTest {

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger written = new AtomicInteger();
  private final MetricsPage page =
      new MetricsPage(
          (to, form) -> to.write((form + " " + written.incrementAndGet()).getBytes(UTF_8)),
          Duration.ofSeconds(1),
          now::get);

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void theFirstWhoAsksHasItWritten() throws Exception {
    var first = page.in(MetricsForm.TEXT);
    assertThat(new String(first.plain(), UTF_8)).isEqualTo("TEXT 1");
    try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(first.gzipped()))) {
      assertThat(unzipped.readAllBytes()).isEqualTo(first.plain());
    }
  }

  @Test
  void askingAgainCostsNoWriting() {
    for (int i = 0; i < 100; i++) {
      assertThat(page.in(MetricsForm.TEXT).plain()).isEqualTo("TEXT 1".getBytes(UTF_8));
    }
    assertThat(written).hasValue(1);
  }

  @Test
  void whatIsAskedForIsWrittenAheadAndNothingElse() {
    page.writeAhead();
    assertThat(written).hasValue(0);
    var _ = page.in(MetricsForm.OPEN_METRICS);
    pass(Duration.ofSeconds(1));
    page.writeAhead();
    assertThat(page.in(MetricsForm.OPEN_METRICS).plain())
        .isEqualTo("OPEN_METRICS 2".getBytes(UTF_8));
    pass(Duration.ofMinutes(2));
    page.writeAhead();
    assertThat(written).as("nobody has asked for two minutes").hasValue(2);
  }

  @Test
  void askedForEveryTenSecondsItIsWrittenOnceATimeAndNeverLate() {
    for (int scrape = 0; scrape < 30; scrape++) {
      ask();
      passWriting(10);
    }
    int before = written.get();
    for (int scrape = 0; scrape < 10; scrape++) {
      int ahead = written.get();
      ask();
      assertThat(written).as("no scrape has it written").hasValue(ahead);
      passWriting(10);
    }
    assertThat(written.get() - before).isEqualTo(10);
  }

  @Test
  void whereTwoAskByTurnsNeitherWaits() {
    for (int scrape = 0; scrape < 40; scrape++) {
      int ahead = written.get();
      ask();
      assertThat(scrape == 0 ? 0 : written.get() - ahead).as("scrape %d", scrape).isZero();
      passWriting(scrape % 2 == 0 ? 5 : 10);
    }
  }

  private void ask() {
    var _ = page.in(MetricsForm.OPEN_METRICS);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  /** As the thread of the page does, every second. */
  private void passWriting(int seconds) {
    for (int second = 0; second < seconds; second++) {
      pass(Duration.ofSeconds(1));
      page.writeAhead();
    }
  }

  @Test
  void aPageThatIsLateIsNotShown() {
    var _ = page.in(MetricsForm.TEXT);
    pass(Duration.ofSeconds(6));
    assertThat(page.in(MetricsForm.TEXT).plain()).isEqualTo("TEXT 2".getBytes(UTF_8));
  }
}
