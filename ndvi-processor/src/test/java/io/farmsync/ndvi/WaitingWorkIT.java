package io.farmsync.ndvi;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.samples.Fault;
import io.farmsync.samples.Route;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviJob.Status;
import io.farmsync.schemas.NdviResult;
import io.farmsync.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that waits for an upstream longer than its lock lasts, and over a restart of the service.
 */
class WaitingWorkIT {
  /** The shortest that a broker allows by default. */
  private static final Duration LOCK = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void waitingJobKeepsItsLockAndGoesOnAfterARestart(@TempDir Path state) throws IOException {
    String bootstrap = EmbeddedPlatform.shared().kafka().bootstrapServers();
    String lock = "--ndvi.workers.lock=" + LOCK.toSeconds() + "s";
    UUID farm = UUID.randomUUID();
    try (var upstreams = SampleUpstreams.start()) {
      upstreams.fail(Route.STAC_SEARCH, Fault.dropConnection());
      KafkaWorld kafka;
      try (var service = NdviService.start(upstreams, bootstrap, state, lock)) {
        kafka = new KafkaWorld(bootstrap);
        kafka.publish(
            Topics.FARM_EVENTS,
            farm.toString(),
            Farms.event(
                farm,
                FarmEvent.Type.REGISTERED,
                1,
                Instant.parse("2018-09-01T12:00:00Z"),
                "fields/pajottenland.geojson",
                "pj-01"));
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> states(kafka, farm).anyMatch(job -> job.lastError() != null));
        Instant longer = Instant.now().plus(LOCK).plusSeconds(5);
        Awaitility.await().atMost(PATIENCE).until(() -> Instant.now().isAfter(longer));

        // A second delivery would begin again at its own number of attempts.
        assertThat(states(kafka, farm).map(NdviJob::attempts)).isSorted().contains(1);
        assertThat(service.isRunning()).isTrue();
      }
      upstreams.heal();
      try (kafka;
          var again = NdviService.start(upstreams, bootstrap, state, lock)) {
        assertThat(again.isRunning()).isTrue();
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> states(kafka, farm).anyMatch(job -> job.status().isFinal()));
        NdviJob end =
            states(kafka, farm).filter(job -> job.status().isFinal()).findFirst().orElseThrow();
        assertThat(end.status()).isEqualTo(Status.SUCCESS);
        assertThat(kafka.records(Topics.NDVI_REQUESTS, farm.toString()))
            .as("the trigger's request, and the same queued again by the stop")
            .hasSize(2);
        assertThat(
                kafka
                    .values(Topics.NDVI_RESULTS)
                    .filter(NdviResult.Observed.class::isInstance)
                    .filter(result -> result.externalFarmId().equals(farm)))
            .hasSize(3);
      }
    }
  }

  private static Stream<NdviJob> states(KafkaWorld kafka, UUID farm) {
    return kafka.values(Topics.NDVI_JOBS).filter(job -> job.externalFarmId().equals(farm));
  }
}
