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
    var delays = new Histogram(3);
    long failures = 0;
    try (var selector = Selector.open()) {
      Deque<NonBlockingHttp> idle = new ArrayDeque<>();
      for (int i = 0; i < connections; i++) {
        idle.add(open(selector));
      }
      long start = System.nanoTime();
      long sent = 0;
      long answered = 0;
      long lastAnswer = start;
      while (answered < all) {
        long now = System.nanoTime() - start;
        if (now > length && answered == sent) {
          break;
        }
        while (sent < all && now <= length && !idle.isEmpty() && schedule.due(sent) <= now) {
          long since = Math.max(schedule.due(sent), length == Long.MAX_VALUE ? 0 : now);
          idle.remove().send(requests.apply((int) (sent % Integer.MAX_VALUE)), since);
          sent++;
        }
        if (selector.selectNow() == 0) {
          long wait = idle.isEmpty() || sent == all ? Long.MAX_VALUE : schedule.due(sent) - now;
          LockSupport.parkNanos(Math.min(LONGEST_PAUSE_NANOS, wait));
          if (System.nanoTime() - lastAnswer > SILENCE_NANOS) {
            throw new IOException("no answer for 30 s; " + answered + " of " + sent + " came");
          }
          continue;
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
      var took = Duration.ofNanos(System.nanoTime() - start);
      for (var key : selector.keys()) {
        key.channel().close();
      }
      return new Outcome(delays, failures, took);
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
