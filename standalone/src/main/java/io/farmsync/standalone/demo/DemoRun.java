package io.farmsync.standalone.demo;

import io.farmsync.samples.SampleData;
import io.farmsync.standalone.client.FarmClient;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Posts the demo's farms as the Nextcloud app does, follows what becomes of them, and prints the
 * result.
 */
public final class DemoRun {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(500);

  /** Values that have not changed for so long are taken as all there are. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  /** As the page asks for pictures. */
  private static final int PICTURE_SIZE = 512;

  private static final int MAX_CLOUD = 100;

  private final FarmClient writer;
  private final FarmReader reader;
  private final PrintWriter out;
  private final Progress progress;
  private final Clock clock;

  public DemoRun(
      FarmClient writer, FarmClient reader, PrintWriter out, boolean terminal, Clock clock) {
    this.writer = writer;
    this.reader = new FarmReader(reader);
    this.out = out;
    this.progress = new Progress(out, terminal, clock);
    this.clock = clock;
  }

  /**
   * Returns when every farm has its values, or at the time limit.
   *
   * @return true if every farm got NDVI and weather through the views
   */
  public boolean run() {
    var farms = DemoFarm.all(new SampleData());
    post(farms);
    var outcomes = follow(farms);
    ResultTable.print(outcomes, out);
    orderPictures(outcomes);
    return report(outcomes);
  }

  /** Of each farm's newest value; they come while the demo stays up. */
  private void orderPictures(List<FarmOutcome> outcomes) {
    int ordered = 0;
    for (FarmOutcome outcome : outcomes) {
      var date = outcome.ndviDate();
      if (date != null) {
        var answer =
            writer.post(
                "/api/v1/farms/" + outcome.farm().id() + "/ndvi/raster/queue",
                Map.of("date", date, "size", PICTURE_SIZE, "max_cloud", MAX_CLOUD));
        ordered += answer.status() == 202 ? 1 : 0;
      }
    }
    out.printf("Pictures of %d farms are ordered; the page shows them.%n", ordered);
  }

  private void post(List<DemoFarm> farms) {
    int accepted = 0;
    for (DemoFarm farm : farms) {
      var answer = writer.post("/api/v1/farms/sync", farm.payload());
      if (answer.status() != 200) {
        throw new IllegalStateException(farm.name() + " was not accepted: " + answer.problem());
      }
      progress.show("Posting farms: " + ++accepted + " of " + farms.size() + " accepted");
    }
    progress.done();
  }

  private List<FarmOutcome> follow(List<DemoFarm> farms) {
    Instant deadline = clock.instant().plus(LIMIT);
    Instant lastChange = clock.instant();
    List<FarmOutcome> outcomes = List.of();
    while (true) {
      var now = farms.stream().map(reader::read).toList();
      if (!now.equals(outcomes)) {
        outcomes = now;
        lastChange = clock.instant();
      }
      progress.show(summary(now));
      boolean complete = now.stream().allMatch(FarmOutcome::isComplete);
      boolean settled = clock.instant().isAfter(lastChange.plus(SETTLED));
      if ((complete && settled) || clock.instant().isAfter(deadline)) {
        progress.done();
        return outcomes;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static String summary(List<FarmOutcome> outcomes) {
    long ndvi = outcomes.stream().filter(FarmOutcome::hasNdvi).count();
    long weather = outcomes.stream().filter(FarmOutcome::hasWeather).count();
    int dates = outcomes.stream().mapToInt(FarmOutcome::dates).sum();
    return "Events become results: NDVI for %d of %d farms (%d observations), weather for %d"
        .formatted(ndvi, outcomes.size(), dates, weather);
  }

  private boolean report(List<FarmOutcome> outcomes) {
    boolean complete = true;
    for (FarmOutcome outcome : outcomes) {
      if (!outcome.isComplete()) {
        complete = false;
        out.printf(
            "%s got no %s within %d s: %s%n",
            outcome.farm().name(),
            outcome.hasNdvi() ? "weather" : outcome.hasWeather() ? "NDVI" : "NDVI and no weather",
            LIMIT.toSeconds(),
            outcome.problem() == null ? "no value was published; see the log" : outcome.problem());
      }
    }
    return complete;
  }
}
