package io.farmsync.ndvi.job.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.ndvi.Farms;
import io.farmsync.ndvi.plan.BackfillPolicy;
import io.farmsync.ndvi.plan.JobPlanner;
import io.farmsync.ndvi.zonal.SpectralIndices;
import io.farmsync.platform.upstream.Ask;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.platform.upstream.UpstreamFailure.Kind;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.NdviRequest;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Series under the names that dashboards of the contract query. */
class ImageryMetricsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Ask SEARCH = Ask.json(URI.create("https://catalogue/search"), 1000);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ImageryMetrics metrics =
      new ImageryMetrics(registry, SpectralIndices.ALL, Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void everySeriesOfTheContractCountsWhatHappened() {
    metrics.moved(NdviJob.queued(request()));
    metrics.finished(request(), Duration.ofSeconds(2));
    metrics.asked(SEARCH, "catalogue", Duration.ofMillis(200), null);
    metrics.asked(SEARCH, "catalogue", Duration.ofSeconds(3), failure(Kind.SERVER_ERROR));
    metrics.asked(SEARCH, "catalogue", Duration.ofSeconds(20), failure(Kind.TIMED_OUT));
    metrics.breakerMoved("catalogue", "closed", "open");
    metrics.alive();
    metrics.failed(new IllegalStateException("broke off"));
    metrics.putAside("undecodable");
    metrics.waiting(3);
    metrics.waiting(-1);

    assertThat(registry.scrape().lines())
        .contains(
            "spectral_jobs_total{engine=\"stac\",index=\"ndvi\",status=\"queued\",type=\"backfill\"} 1.0",
            "spectral_task_runtime_seconds_bucket{engine=\"stac\",index=\"ndvi\",task=\"backfill\",le=\"2.0\"} 1",
            "spectral_upstream_requests_total{engine=\"stac\",index=\"all\",outcome=\"success\"} 1.0",
            "spectral_upstream_requests_total{engine=\"stac\",index=\"all\",outcome=\"error\"} 1.0",
            "spectral_upstream_requests_total{engine=\"stac\",index=\"all\",outcome=\"network\"} 1.0",
            "spectral_upstream_latency_seconds_bucket{engine=\"stac\",index=\"all\",le=\"0.3\"} 1",
            "spectral_upstream_latency_seconds_bucket{engine=\"stac\",index=\"all\",le=\"30.0\"} 3",
            "spectral_provider_circuit_state{provider=\"catalogue\"} 1.0",
            "ndvi_circuit_breaker_state{engine=\"stac\"} 1.0",
            "ndvi_circuit_breaker_transitions_total{engine=\"stac\",from_state=\"closed\",to_state=\"open\"} 1.0",
            "ndvi_stream_consumer_heartbeat{consumer=\"ndvi-workers\"} %s"
                .formatted((double) NOON.getEpochSecond()),
            "ndvi_stream_consumer_failures_total{consumer=\"ndvi-workers\",failure_type=\"unexpected\"} 1.0",
            "ndvi_stream_dlq_total{consumer=\"ndvi-workers\"} 1.0",
            "spectral_job_dead_letter_total{queue=\"ndvi-requests\"} 1.0",
            "ndvi_jobs_waiting 2.0");
  }

  private static UpstreamFailure failure(Kind kind) {
    return new UpstreamFailure(kind, "catalogue", "on purpose");
  }

  private static NdviRequest request() {
    var event =
        Farms.event(
            new UUID(1, 2),
            FarmEvent.Type.REGISTERED,
            1,
            NOON,
            Farms.boundary("fields/pajottenland.geojson", "pj-01"));
    return new JobPlanner(new BackfillPolicy(30, 31, List.of("ndvi"), 100, 7))
        .plan(event)
        .getFirst();
  }
}
