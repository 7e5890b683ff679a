package io.farmsync.ndvi;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.samples.SampleUpstreams;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviJob.Status;
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

/** Two tenants on one service, by way of a real broker. */
class FairnessIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Instant SEPTEMBER = Instant.parse("2018-09-01T12:00:00Z");
  private static final int FARMS_OF_THE_LARGE = 80;
  private static final int WORKERS = 3;
  private static final int PER_TENANT = 4;

  @Test
  void tenantWithManyFarmsDelaysTheSingleFarmOfAnotherByAFewJobsOnly(@TempDir Path state)
      throws IOException {
    String bootstrap = EmbeddedPlatform.shared().kafka().bootstrapServers();
    try (var upstreams = SampleUpstreams.start().latency(Duration.ofMillis(150));
        var service =
            NdviService.start(
                upstreams, bootstrap, state, "--ndvi.dispatch.per-tenant=" + PER_TENANT);
        var kafka = new KafkaWorld(bootstrap)) {
      assertThat(service.isRunning()).isTrue();
      String large = "large-" + UUID.randomUUID();
      for (int i = 0; i < FARMS_OF_THE_LARGE; i++) {
        register(kafka, large);
      }
      Awaitility.await().atMost(PATIENCE).until(() -> begun(kafka, large).count() > 2 * WORKERS);

      String small = "small-" + UUID.randomUUID();
      long begunBefore = begun(kafka, large).count();
      register(kafka, small);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(PATIENCE)
          .until(() -> begun(kafka, small).findAny().isPresent());
      long begunMeanwhile = begun(kafka, large).count() - begunBefore;

      assertThat(begunMeanwhile)
          .as("of %d waiting, begun before the single one", FARMS_OF_THE_LARGE)
          .isLessThanOrEqualTo(3 * PER_TENANT);
      assertThat(begunBefore + begunMeanwhile).isLessThan(FARMS_OF_THE_LARGE / 2);

      upstreams.latency(Duration.ZERO); // and the others get theirs
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> succeeded(kafka, large).count() == FARMS_OF_THE_LARGE);
    }
  }

  private static void register(KafkaWorld kafka, String tenant) {
    UUID farm = UUID.randomUUID();
    kafka.publish(
        Topics.FARM_EVENTS,
        farm.toString(),
        Farms.event(
            tenant,
            farm,
            FarmEvent.Type.REGISTERED,
            1,
            SEPTEMBER,
            Farms.boundary("fields/pajottenland.geojson", "pj-01")));
  }

  private static Stream<UUID> begun(KafkaWorld kafka, String tenant) {
    return inState(Status.RUNNING, kafka, tenant);
  }

  private static Stream<UUID> succeeded(KafkaWorld kafka, String tenant) {
    return inState(Status.SUCCESS, kafka, tenant);
  }

  private static Stream<UUID> inState(Status status, KafkaWorld kafka, String tenant) {
    return kafka
        .values(Topics.NDVI_JOBS)
        .filter(job -> job.tenant().equals(tenant) && job.status() == status)
        .map(NdviJob::externalFarmId)
        .distinct();
  }
}
