package io.farmsync.standalone.demo;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * One line that is rewritten on a terminal; elsewhere a new line now and then, and the last one.
 */
final class Progress {

  private static final String CLEAR_LINE = "\r\u001b[2K";
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final PrintWriter out;
  private final boolean terminal;
  private final Clock clock;
  private String latest = "";
  private String printed = "";
  private Instant printedAt = Instant.EPOCH;

  Progress(PrintWriter out, boolean terminal, Clock clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
  }

  void show(String line) {
    latest = line;
    if (terminal) {
      out.print(CLEAR_LINE + line);
      out.flush();
    } else if (clock.instant().isAfter(printedAt.plus(PAUSE))) {
      print();
    }
  }

  /** The line shown last stays. */
  void done() {
    if (terminal) {
      out.println();
    } else {
      print();
    }
    latest = "";
    printed = "";
  }

  private void print() {
    if (!latest.equals(printed)) {
      out.println(latest);
      printed = latest;
      printedAt = clock.instant();
    }
  }
}
