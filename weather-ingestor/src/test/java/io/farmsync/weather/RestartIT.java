package io.farmsync.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.WeatherAnswer;
import io.farmsync.schemas.WeatherReport;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

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

  @Test
  void aSecondInstanceSharesTheWorkAndRefetchesNothing() throws Exception {
    var kafka = EmbeddedPlatform.shared().kafka().bootstrapServers();
    try (var upstreams = SampleUpstreams.start();
        var topics = new WeatherTopics(kafka);
        var first = RunningService.start("two-it", kafka, firstFolder, upstreams)) {
      for (int i = 0; i < 12; i++) {
        topics.put(Farms.active(UUID.randomUUID(), 70 + i, 15, 1));
      }
      for (int i = 0; i < 12; i++) {
        awaitReport(topics, 70 + i + ".0,15.0");
      }
      try (var second = RunningService.start("two-it", kafka, secondFolder, upstreams)) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> cellsOf(second) > 0 && cellsOf(first) > 0);
        for (int i = 0; i < 12; i++) {
          topics.put(Farms.active(UUID.randomUUID(), 70 + i, -15, 1));
        }
        for (int i = 0; i < 12; i++) {
          awaitReport(topics, 70 + i + ".0,-15.0");
        }
      }
      topics.put(Farms.active(UUID.randomUUID(), 70, 25, 1)); // with the second one gone
      awaitReport(topics, "70.0,25.0");
      for (int i = 1; i < 12; i++) {
        assertThat(asked(upstreams, 70 + i + ".0")).as("each cell once").isEqualTo(2);
      }
    }
  }

  @Test
  void aRestartDoesNotRenewTheQuota() throws Exception {
    var kafka = EmbeddedPlatform.shared().kafka().bootstrapServers();
    String[] quota = {
      "--weather.open-meteo.extended=false",
      "--weather.open-meteo.forecast-days=7",
      "--weather.open-meteo.batch-size=1",
      "--weather.open-meteo.upstream.per-day=3"
    };
    try (var upstreams = SampleUpstreams.start();
        var topics = new WeatherTopics(kafka)) {
      for (int i = 0; i < 4; i++) { // beside the farms of other tests, which it sees as well
        topics.put(Farms.active(UUID.randomUUID(), 50 + i, 35, 1));
      }
      try (var _ = RunningService.start("quota-it", kafka, firstFolder, upstreams, quota)) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> upstreams.requests(Route.OPEN_METEO) == 3);
      }
      try (var _ = RunningService.start("quota-it", kafka, secondFolder, upstreams, quota)) {
        topics.put(Farms.active(UUID.randomUUID(), 55, 35, 1));
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() ->
                topics.answers("55.0,35.0").stream()
                    .map(WeatherAnswer::failure)
                    .filter(Objects::nonNull)
                    .anyMatch(failure -> failure.code() == WeatherAnswer.Code.PAUSED));
      }
      assertThat(upstreams.requests(Route.OPEN_METEO)).isEqualTo(3);
    }
  }

  /** How many partitions of the topology an instance looks after. */
  private static int cellsOf(ConfigurableApplicationContext service) {
    return service.getBean(MeterRegistry.class).find("weather.refresh.overdue").gauges().size();
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
