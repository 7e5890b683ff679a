package io.farmsync.ndvi.job.kafka;

import io.farmsync.ndvi.job.JobRunner;
import io.farmsync.ndvi.job.WorkerListener;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicFollower;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.platform.trace.Traces;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamLimits;
import java.time.Clock;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Takes requests from Kafka while the service runs. */
@Configuration(proxyBeanMethods = false)
public class JobWorkersConfiguration {
  @Bean
  JobWorkers imageryJobWorkers(
      KafkaSettings kafka,
      WorkerSettings settings,
      JobRunner runner,
      WorkerListener listener,
      Traces traces) {
    return new JobWorkers(
        kafka.client(settings.group()),
        kafka.producer(settings.group()),
        settings,
        runner,
        listener,
        traces);
  }

  @Bean
  EngineTeller imageryEngineTeller(
      KafkaSettings kafka,
      Upstream imageryUpstream,
      UpstreamLimits imageryUpstreamLimits,
      TopicProvisioner topics,
      Clock clock) {
    return new EngineTeller(
        kafka.producer("ndvi-engine"),
        imageryUpstream,
        imageryUpstreamLimits.failuresToOpen(),
        imageryUpstreamLimits.openFor(),
        clock);
  }

  @Bean
  TopicFollower imageryResetOrders(
      KafkaSettings kafka, Upstream imageryUpstream, TopicProvisioner topics) {
    return new TopicFollower("ndvi-resets", kafka, new ResetOrders(imageryUpstream));
  }

  @Bean
  HealthIndicator imageryWorkersHealthIndicator(JobWorkers workers) {
    return () -> {
      long alive = workers.alive();
      return (alive > 0 ? Health.up() : Health.down()).withDetail("workers", alive).build();
    };
  }
}
