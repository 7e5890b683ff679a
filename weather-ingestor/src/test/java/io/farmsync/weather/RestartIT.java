package io.farmsync.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.WeatherReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known survives the process and its folder; what was wanted while it was away is done. */
class RestartIT {

  @TempDir Path firstFolder;
  @TempDir Path secondFolder;

  @Test
  void aRestartForgetsNothingAndRefetchesNothing() throws Exception {
    var kafka = EmbeddedPlatform.shared().kafka().bootstrapServers();
    try (var upstreams = SampleUpstreams.start();
        var topics = new WeatherTopics(kafka)) {
      try (var _ = RunningService.start("restart-it", kafka, firstFolder, upstreams)) {
        topics.put(Farms.active(UUID.randomUUID(), 60, 10, 1));
        awaitReport(topics, "60.0,10.0");
      }
      assertThat(asked(upstreams, "60.0")).isOne();
      topics.put(Farms.active(UUID.randomUUID(), 61, 10, 1)); // while nobody is there
      try (var _ = RunningService.start("restart-it", kafka, secondFolder, upstreams)) {
        awaitReport(topics, "61.0,10.0");
        topics.put(
            Farms.active(UUID.randomUUID(), 60.01, 10.01, 1)); // a second farm in the first cell
        topics.put(Farms.active(UUID.randomUUID(), 62, 10, 1));
        awaitReport(topics, "62.0,10.0");
        assertThat(asked(upstreams, "60.0")).as("still fresh").isOne();
      }
    }
  }

  @Test
  void aFailureBeforeTheRestartIsTriedAgainAfterIt() throws Exception {
    var kafka = EmbeddedPlatform.shared().kafka().bootstrapServers();
    try (var upstreams = SampleUpstreams.start();
        var topics = new WeatherTopics(kafka)) {
      upstreams.fail(Route.OPEN_METEO, Fault.status(500));
      try (var _ = RunningService.start("retry-it", kafka, firstFolder, upstreams)) {
        topics.put(Farms.active(UUID.randomUUID(), 65, 10, 1));
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() ->
                topics.answers("65.0,10.0").stream().anyMatch(answer -> answer.failure() != null));
      }
      upstreams.heal();
      try (var _ = RunningService.start("retry-it", kafka, secondFolder, upstreams)) {
        awaitReport(topics, "65.0,10.0");
      }
    }
  }

  private static void awaitReport(WeatherTopics topics, String cell) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            topics
                .report(cell)
                .filter(report -> report.providers().containsKey(WeatherReport.Provider.OPEN_METEO))
                .isPresent());
  }

  private static long asked(SampleUpstreams upstreams, String latitude) {
    return upstreams.exchanges(Route.OPEN_METEO).stream()
        .flatMap(exchange ->
            Stream.of(exchange.request().parameter("latitude").orElse("").split(",", -1)))
        .filter(latitude::equals)
        .count();
  }
}
