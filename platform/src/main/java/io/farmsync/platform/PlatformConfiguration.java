package io.farmsync.platform;

import io.farmsync.platform.auth.http.AuthenticationConfiguration;
import io.farmsync.platform.auth.kafka.CredentialsConfiguration;
import io.farmsync.platform.envelope.http.EnvelopeConfiguration;
import io.farmsync.platform.kafka.KafkaConfiguration;
import io.farmsync.platform.lag.LagConfiguration;
import io.farmsync.platform.operations.OperationsConfiguration;
import io.farmsync.platform.throttle.SlidingThrottle;
import io.farmsync.platform.throttle.ThrottleProperties;
import io.farmsync.platform.throttle.kafka.SharedThrottleConfiguration;
import io.farmsync.platform.trace.TraceConfiguration;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/** All of the platform; every service imports it, and in one process it is there once. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:platform-defaults.properties")
@EnableConfigurationProperties(ThrottleProperties.class)
@Import({
  EnvelopeConfiguration.class,
  AuthenticationConfiguration.class,
  CredentialsConfiguration.class,
  KafkaConfiguration.class,
  SharedThrottleConfiguration.class,
  LagConfiguration.class,
  OperationsConfiguration.class,
  TraceConfiguration.class
})
public class PlatformConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  SlidingThrottle throttle(ThrottleProperties properties, Clock clock) {
    return new SlidingThrottle(properties, clock);
  }
}
