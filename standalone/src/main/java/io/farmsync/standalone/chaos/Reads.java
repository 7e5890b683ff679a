package io.farmsync.standalone.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Readers of farms at a steady rate, who ask again, wherever they are let, until they know. */
final class Reads implements AutoCloseable {
  private static final int READERS = 16;
  private static final Duration PATIENCE = Duration.ofMillis(400);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(20);

  private final Front front;
  private final List<UUID> farms;
  private final Supplier<String> token;
  private final Signal signal;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofMillis(300)).build();
  private final List<Thread> readers = new ArrayList<>();
  private volatile boolean stopped;

  private Reads(Front front, List<UUID> farms, Supplier<String> token, Signal signal) {
    this.front = front;
    this.farms = farms;
    this.token = token;
    this.signal = signal;
  }

  /**
   * @param rate reads per second
   */
  static Reads start(
      Front front,
      List<UUID> farms,
      int rate,
      Supplier<String> token,
      Signal signal,
      Random random) {
    var reads = new Reads(front, farms, token, signal);
    long pause = Duration.ofSeconds(1).toNanos() * READERS / rate;
    for (int reader = 0; reader < READERS; reader++) {
      var own = new Random(random.nextLong());
      reads.readers.add(
          Thread.ofVirtual().name("reader-" + reader).start(() -> reads.read(pause, own)));
    }
    return reads;
  }

  private void read(long pause, Random random) {
    long next = System.nanoTime() + random.nextLong(pause);
    while (!stopped) {
      LockSupport.parkNanos(next - System.nanoTime());
      UUID farm = farms.get(random.nextInt(farms.size()));
      Object operation = signal.begin();
      while (!stopped && !answered(farm)) {
        LockSupport.parkNanos(AFTER_FAILURE.toNanos());
      }
      if (stopped) {
        signal.forget(operation);
      } else {
        signal.end(operation);
      }
      next = Math.max(next + pause, System.nanoTime() - pause);
    }
  }

  private boolean answered(UUID farm) {
    int instance = front.next();
    URI address = front.address(instance).resolve("/api/v1/farms/" + farm + "/");
    var request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token.get())
            .build();
    try {
      if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
        return true;
      }
    } catch (IOException unreachable) {
      // counted by how long the read takes in all
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    front.failed(instance);
    return false;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread reader : readers) {
        reader.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
