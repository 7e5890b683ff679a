package io.farmsync.weather.topology;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.weather.cell.CellRules;
import io.farmsync.weather.cell.History;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the cells topology once its topics are there. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TopologySettings.class)
public class WeatherTopologyConfiguration {

  @Bean
  WeatherStreams weatherStreams(
      KafkaSettings kafka,
      TopologySettings settings,
      MeterRegistry meters,
      TopicProvisioner provisionedTopics) {
    var config = WeatherStreams.config(kafka, settings);
    var rules = new CellRules(settings.plan());
    var history = new History(settings.nasaPowerLagDays());
    var topology = WeatherStreams.topology(config, rules, history, new CellMetrics(meters));
    return new WeatherStreams(config, topology, meters);
  }

  @Bean
  HealthIndicator weatherTopologyHealthIndicator(WeatherStreams weatherStreams) {
    return () ->
        weatherStreams.isUp()
            ? Health.up().build()
            : Health.down().withDetail("reason", "the cells topology does not run").build();
  }
}
