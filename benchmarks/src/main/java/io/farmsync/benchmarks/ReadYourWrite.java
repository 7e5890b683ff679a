package io.farmsync.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.springframework.util.FileSystemUtils;

/**
 * The time from the answer to a farm's POST until a query-api in another process tells the farm.
 */
final class ReadYourWrite {

  private static final long POLL_NANOS = Duration.ofMillis(1).toNanos();
  private static final long LIMIT_NANOS = Duration.ofSeconds(10).toNanos();

  private ReadYourWrite() {}

  static void measure(int posts, PrintWriter out) throws IOException, TimeoutException {
    var folder = Files.createTempDirectory("read-your-write-");
    try (var writer = FarmSyncProcess.start(Map.of(), true);
        var reader =
            ServiceProcess.start(
                "io.farmsync.query.QueryApiApplication",
                "512m",
                folder,
                Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", writer.bootstrapServers(),
                    "KAFKA_REPLICATION", "1",
                    "THROTTLE_USER_RATE", "100000000/min"));
        var writes = writer.connect();
        var reads = reader.connect()) {
      var token = writer.token();
      var delays = new Histogram(3);
      for (int i = -posts / 4; i < posts; i++) {
        long delay = one(writes, reads, token);
        if (i >= 0) { // those before warm up
          delays.recordValue(delay);
        }
      }
      out.printf(
          "read your write, %d farms, from the answer to the POST: p50 %.0f ms, p99 %.0f ms (goal 100), max %.0f ms%n",
          posts,
          delays.getValueAtPercentile(50) / 1e6,
          delays.getValueAtPercentile(99) / 1e6,
          delays.getMaxValue() / 1e6);
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  private static long one(RawHttp writes, RawHttp reads, String token)
      throws IOException, TimeoutException {
    var id = UUID.randomUUID();
    var body =
        """
        {"external_farm_id": "%s", "external_user_id": "anna", "name": "Benchmark",
         "bbox": {"south": -1.3, "west": 36.8, "north": -1.29, "east": 36.81}}\
        """
            .formatted(id);
    var answer =
        writes.send(
            RawHttp.post("/api/v1/farms/sync", Map.of("Authorization", "Bearer " + token), body));
    long start = System.nanoTime();
    if (answer.status() != 200) {
      throw new IllegalStateException("not accepted: " + answer);
    }
    var read = ReadMix.request("/api/v1/farms/" + id + "/", token);
    while (reads.send(read).status() != 200) {
      if (System.nanoTime() - start > LIMIT_NANOS) {
        throw new TimeoutException("farm " + id + " was posted and cannot be read");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return System.nanoTime() - start;
  }
}
