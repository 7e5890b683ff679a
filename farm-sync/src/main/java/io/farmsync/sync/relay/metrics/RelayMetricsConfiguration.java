package io.farmsync.sync.relay.metrics;

import io.farmsync.sync.relay.Relay;
import io.farmsync.sync.relay.RelayObserver;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Metrics and health of the relay. */
@Configuration(proxyBeanMethods = false)
public class RelayMetricsConfiguration {

  @Bean
  RelayObserver relayObserver(MeterRegistry registry) {
    return new MicrometerRelayObserver(registry);
  }

  @Bean
  HealthIndicator relayHealthIndicator(Relay relay) {
    return new RelayHealth(relay);
  }
}
