package io.farmsync.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * Requests that are due at fixed times, whether or not earlier ones are answered; delays count from
 * when a request was due, so that a stall is felt by all that wait behind it. One thread serves all
 * connections: on a small machine the load must take as little of it as possible.
 */
final class OpenLoop {

  private static final long LONGEST_PAUSE_NANOS = 100_000;
  private static final long SILENCE_NANOS = Duration.ofSeconds(30).toNanos();

  private final int port;
  private final IntFunction<byte[]> requests;

  /**
   * @param requests the bytes of the n-th request
   */
  OpenLoop(int port, IntFunction<byte[]> requests) {
    this.port = port;
    this.requests = requests;
  }

  /**
   * What came of a load.
   *
   * @param delays nanoseconds
   * @param failures answers other than 200 and 304
   */
  record Outcome(Histogram delays, long failures, Duration took) {

    double perSecond() {
      return delays.getTotalCount() / (took.toNanos() / 1e9);
    }

    double millis(double percentile) {
      return delays.getValueAtPercentile(percentile) / 1e6;
    }
  }

  /** So many requests a second. */
  Outcome atRate(int rate, Duration length, int connections) throws IOException {
    long all = rate * length.toMillis() / 1000;
    return run(connections, all, Long.MAX_VALUE, request -> request * 1_000_000_000L / rate);
  }

  /** As many as so many connections carry, one request at a time each. */
  Outcome atMost(Duration length, int connections) throws IOException {
    return run(connections, Long.MAX_VALUE, length.toNanos(), request -> 0);
  }

  /** When a request is due, nanoseconds from the start. */
  private interface Schedule {
    long due(long request);
  }

  private Outcome run(int connections, long all, long length, Schedule schedule)
      throws IOException {
    try (var selector = Selector.open()) {
      Deque<NonBlockingHttp> idle = new ArrayDeque<>();
      for (int i = 0; i < connections; i++) {
        idle.add(open(selector));
      }
      var running = new Running(selector, idle, all, length, schedule);
      while (running.goesOn()) {
        running.send();
        running.receive();
      }
      var outcome = running.outcome();
      for (var key : selector.keys()) {
        key.channel().close();
      }
      return outcome;
    }
  }

  /**
   * One run, in short steps: a loop of many seconds would be compiled anew in each run, by a thread
   * that takes a core from the service.
   */
  private final class Running {
    private final Histogram delays = new Histogram(3);
    private final Selector selector;
    private final Deque<NonBlockingHttp> idle;
    private final long all;
    private final long length;
    private final Schedule schedule;
    private final long start = System.nanoTime();
    private long lastAnswer = start;
    private long sent;
    private long answered;
    private long failures;

    Running(
        Selector selector, Deque<NonBlockingHttp> idle, long all, long length, Schedule schedule) {
      this.selector = selector;
      this.idle = idle;
      this.all = all;
      this.length = length;
      this.schedule = schedule;
    }

    boolean goesOn() {
      return answered < all && (sent > answered || now() <= length);
    }

    private long now() {
      return System.nanoTime() - start;
    }

    void send() throws IOException {
      long now = now();
      while (sent < all && now <= length && !idle.isEmpty() && schedule.due(sent) <= now) {
        long since = Math.max(schedule.due(sent), length == Long.MAX_VALUE ? 0 : now);
        idle.remove().send(requests.apply((int) (sent % Integer.MAX_VALUE)), since);
        sent++;
      }
    }

    void receive() throws IOException {
      if (selector.selectNow() == 0) {
        long wait = idle.isEmpty() || sent == all ? Long.MAX_VALUE : schedule.due(sent) - now();
        LockSupport.parkNanos(Math.min(LONGEST_PAUSE_NANOS, wait));
        if (System.nanoTime() - lastAnswer > SILENCE_NANOS) {
          throw new IOException("no answer for 30 s; " + answered + " of " + sent + " came");
        }
        return;
      }
      lastAnswer = System.nanoTime();
      for (var key : selector.selectedKeys()) {
        var connection = (NonBlockingHttp) key.attachment();
        if (connection.receive()) {
          delays.recordValue(lastAnswer - start - connection.since());
          failures += connection.status() == 200 || connection.status() == 304 ? 0 : 1;
          answered++;
          idle.add(connection.isLast() ? reopen(connection, key, selector) : connection);
        }
      }
      selector.selectedKeys().clear();
    }

    Outcome outcome() {
      return new Outcome(delays, failures, Duration.ofNanos(now()));
    }
  }

  private NonBlockingHttp reopen(NonBlockingHttp old, SelectionKey key, Selector selector)
      throws IOException {
    key.cancel();
    old.close();
    return open(selector);
  }

  private NonBlockingHttp open(Selector selector) throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    var connection = new NonBlockingHttp(channel);
    channel.register(selector, SelectionKey.OP_READ, connection);
    return connection;
  }
}
