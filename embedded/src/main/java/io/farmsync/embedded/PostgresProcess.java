package io.farmsync.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one PostgreSQL server running as a child process. Until it was ready once, its end is the
 * caller's to judge; after that it is started again, so that a crash costs seconds.
 *
 * <p>The thread that starts the child also reads its output and waits for it: Linux sends the
 * parent-death signal when that thread ends, not when the JVM does.
 */
final class PostgresProcess {
  private static final Logger log = LoggerFactory.getLogger(PostgresProcess.class);
  private static final int KEPT_LINES = 40;
  private static final int RESTARTS_IN_A_ROW = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration STEADY = Duration.ofMinutes(1);

  private final List<String> command;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Object launching = new Object();
  private final Thread keeper;
  private volatile @Nullable Process process;
  private volatile @Nullable IOException launchFailure;
  private volatile boolean keepRunning;

  private PostgresProcess(List<String> command) {
    this.command = command;
    this.keeper = Thread.ofPlatform().name("postgres-keeper").daemon().unstarted(this::keep);
  }

  static PostgresProcess start(List<String> command) throws IOException, InterruptedException {
    var started = new PostgresProcess(command);
    started.keeper.start();
    started.started.await();
    IOException failure = started.launchFailure;
    if (failure != null) {
      throw failure;
    }
    return started;
  }

  /** From now on, an unexpected end is followed by a new start. */
  void restartWhenItEnds() {
    keepRunning = true;
  }

  /** True when the child ended within the time given. */
  boolean endsWithin(Duration limit) throws InterruptedException {
    Process current = process;
    return current == null || current.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  long pid() {
    Process current = process;
    return current == null ? -1 : current.pid();
  }

  /** What the server said last, oldest first. */
  String lastLines() {
    synchronized (lastLines) {
      return String.join("\n", lastLines);
    }
  }

  /** No more starts from here on; the caller then stops the server. */
  void expectEnd() {
    synchronized (launching) {
      stopping.countDown();
    }
  }

  /** Ends the child without asking; only after a clean stop failed. */
  void kill() {
    expectEnd();
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
    }
  }

  void awaitEnd() throws InterruptedException {
    keeper.join();
  }

  private void keep() {
    int failuresInARow = 0;
    try {
      while (true) {
        long startedAt = System.nanoTime();
        int status = runOnce();
        if (stopping.getCount() == 0 || !keepRunning) {
          return;
        }
        boolean steady = System.nanoTime() - startedAt > STEADY.toNanos();
        failuresInARow = steady ? 1 : failuresInARow + 1;
        if (failuresInARow > RESTARTS_IN_A_ROW) {
          log.error(
              "PostgreSQL ended {} times in a row, giving up:\n{}", failuresInARow, lastLines());
          return;
        }
        log.error(
            "PostgreSQL ended unexpectedly with status {}, starting it again:\n{}",
            status,
            lastLines());
        long pause = FIRST_PAUSE.toMillis() << (failuresInARow - 1);
        if (stopping.await(pause, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (IOException failure) {
      launchFailure = failure;
      log.error("PostgreSQL cannot be started", failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      started.countDown();
    }
  }

  /** Returns when the server and all of its helpers have closed their output. */
  private int runOnce() throws IOException, InterruptedException {
    Process child;
    synchronized (launching) {
      if (stopping.getCount() == 0) {
        return 0;
      }
      child = PostgresCluster.processBuilder(command).redirectErrorStream(true).start();
      process = child;
    }
    started.countDown();
    child.getOutputStream().close();
    try (BufferedReader output = child.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said(line);
      }
    }
    return child.waitFor();
  }

  /** What clients did wrong they hear themselves; only the server's own trouble is worth a line. */
  private void said(String line) {
    synchronized (lastLines) {
      if (lastLines.size() == KEPT_LINES) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    }
    if (line.startsWith("PANIC:")) {
      log.error("{}", line);
    } else if (line.contains("was terminated by signal")) {
      log.warn("{}", line);
    } else {
      log.debug("{}", line);
    }
  }
}
