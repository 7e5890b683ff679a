package io.farmsync.query.kafka;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.query.farm.Farms;
import io.farmsync.query.freshness.ReadAges;
import io.farmsync.query.freshness.VersionWaiters;
import io.farmsync.query.instances.InstanceProperties;
import io.farmsync.query.instances.Neighbours;
import io.farmsync.query.ndvi.Jobs;
import io.farmsync.query.ndvi.Observations;
import io.farmsync.query.ndvi.Rasters;
import io.farmsync.query.ndvi.StateRule;
import io.farmsync.query.ndvi.WorkQueue;
import io.farmsync.query.topology.OpenStores;
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
@EnableConfigurationProperties({
  ViewProperties.class,
  WorkProperties.class,
  WantProperties.class,
  InstanceProperties.class,
  FreshnessProperties.class
})
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
      InstanceProperties instances,
      VersionWaiters waiters,
      RestoreProgress restores,
      StateRule states,
      MeterRegistry meters,
      OpenStores stores,
      Clock clock,
      TopicProvisioner topics) {
    var topology =
        new ViewTopology(
            new DeadLetterMetrics(meters), deadLetters, waiters::reached, states, stores);
    return new ViewStreams(settings, properties, instances, topology, meters, restores, clock);
  }

  @Bean
  OpenStores openViewStores() {
    return new OpenStores();
  }

  @Bean
  RestoreProgress viewRestores() {
    return new RestoreProgress();
  }

  @Bean
  VersionWaiters farmVersionWaiters(FreshnessProperties properties, MeterRegistry meters) {
    var waiters = new VersionWaiters(properties.waiters());
    meters.gauge("query_version_waiters", waiters, VersionWaiters::waiting);
    return waiters;
  }

  @Bean
  ReadAges readAges() {
    return new ReadAges();
  }

  @Bean
  LocalStores localStores(ViewStreams views, OpenStores open) {
    return new LocalStores(views::running, open);
  }

  @Bean
  ViewDigest viewDigest(LocalStores local) {
    return new ViewDigest(local);
  }

  @Bean
  ViewMeasure viewMeasure(
      KafkaSettings settings, ViewStreams views, InstanceProperties instances, Clock clock) {
    return new ViewMeasure(
        settings, views::running, clock, instances.measureEvery(), instances.own().isPresent());
  }

  @Bean
  ServedFarms servedFarms(LocalStores local, ViewMeasure measure, Clock clock) {
    return new ServedFarms(local, measure, clock);
  }

  @Bean
  CopiesHere ownViewStores(LocalStores local, ViewMeasure measure, VersionWaiters waiters) {
    return new CopiesHere(local, measure, waiters);
  }

  @Bean
  Owners viewOwners(ViewStreams views, InstanceProperties instances) {
    return new Owners(views::running, instances.own());
  }

  @Bean
  Elsewhere viewsElsewhere(
      CopiesHere copies,
      Owners owners,
      Neighbours neighbours,
      ReadAges ages,
      InstanceProperties instances) {
    return new Elsewhere(copies, owners, neighbours, ages, instances.deadline());
  }

  @Bean
  StoreReader viewStores(
      LocalStores local, Elsewhere elsewhere, ViewMeasure measure, ReadAges ages) {
    return new StoreReader(local, elsewhere, measure, ages);
  }

  @Bean
  HealthIndicator viewsHealthIndicator(
      ViewStreams views, StoreReader stores, KafkaSettings settings, RestoreProgress restores) {
    return new ViewsHealth(views, stores, new CatchUpProbe(settings), restores);
  }

  @Bean
  Farms farmsView(StoreReader stores, CopiesHere own, Owners owners, Neighbours neighbours) {
    return new StreamsFarms(stores, new VersionWait(own, owners, neighbours));
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
