package io.farmsync.query.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.query.farm.Farms;
import io.farmsync.query.ndvi.Jobs;
import io.farmsync.query.ndvi.Observations;
import io.farmsync.query.ndvi.Rasters;
import io.farmsync.query.ndvi.WorkQueue;
import io.farmsync.query.topology.ViewTopology;
import io.farmsync.query.weather.PastDays;
import io.farmsync.query.weather.WeatherCells;
import io.farmsync.query.weather.WeatherWants;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The views on Kafka Streams, behind the ports that the capabilities ask. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ViewProperties.class, WorkProperties.class, WantProperties.class})
public class ViewsConfiguration {

  @Bean
  DeadLetterProducer queryDeadLetterProducer(KafkaSettings settings, MeterRegistry meters) {
    return new DeadLetterProducer(settings, meters);
  }

  /** The topics must be there before the topology asks for them. */
  @Bean
  ViewStreams viewStreams(
      KafkaSettings settings,
      ViewProperties properties,
      DeadLetterProducer deadLetters,
      MeterRegistry meters,
      Clock clock,
      TopicProvisioner topics) {
    var topology = new ViewTopology(new DeadLetterMetrics(meters), deadLetters);
    return new ViewStreams(settings, properties, topology, meters, clock);
  }

  @Bean
  StoreReader viewStores(ViewStreams views) {
    return new StoreReader(views::running);
  }

  @Bean
  HealthIndicator viewsHealthIndicator(
      ViewStreams views, StoreReader stores, KafkaSettings settings) {
    return new ViewsHealth(views, stores, new CatchUpProbe(settings));
  }

  @Bean
  Farms farmsView(StoreReader stores) {
    return new StreamsFarms(stores);
  }

  @Bean
  Observations observationsView(StoreReader stores) {
    return new StreamsObservations(stores);
  }

  @Bean
  Rasters rastersView(StoreReader stores) {
    return new StreamsRasters(stores);
  }

  @Bean
  Jobs jobsView(StoreReader stores) {
    return new StreamsJobs(stores);
  }

  @Bean
  WeatherCells weatherView(StoreReader stores) {
    return new StreamsWeatherCells(stores);
  }

  @Bean
  PastDays pastDaysView(StoreReader stores) {
    return new StreamsPastDays(stores);
  }

  @Bean
  WeatherWants weatherWants(
      KafkaSettings settings,
      WantProperties properties,
      MeterRegistry meters,
      TopicProvisioner topics) {
    return new KafkaWeatherWants(settings, properties, meters);
  }

  @Bean
  WorkQueue ndviWorkQueue(
      KafkaSettings settings,
      WorkProperties properties,
      MeterRegistry meters,
      TopicProvisioner topics) {
    return new KafkaWorkQueue(settings, properties, meters);
  }
}
