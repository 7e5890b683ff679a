package io.farmsync.query.ndvi.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.farmsync.query.http.OwnFarm;
import io.farmsync.query.ndvi.Jobs;
import io.farmsync.query.ndvi.ManualOrders;
import io.farmsync.query.ndvi.Observations;
import io.farmsync.query.ndvi.Repetition;
import io.farmsync.query.ndvi.StateRule;
import io.farmsync.query.ndvi.WantedWork;
import io.farmsync.query.ndvi.WorkQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Index reads and the work they miss. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NdviReadProperties.class)
@Import({
  AcquisitionController.class,
  IndexController.class,
  RefreshController.class,
  RasterController.class,
  FarmStateController.class,
  JobController.class,
  EngineController.class,
  SampleController.class
})
public class NdviReadConfiguration {

  private static final int MOST_LOOKS = 20_000;

  /** How farms are told apart by the state of their crop, as the state of one is told. */
  @Bean
  StateRule stateRule(NdviReadProperties properties) {
    return new StateRule(properties.engine(), properties.maxCloud(), properties.stateDays());
  }

  @Bean
  MeasurableFarm measurableFarm(OwnFarm farms, NdviReadProperties properties) {
    return new MeasurableFarm(farms, properties.maxAreaKm2());
  }

  @Bean
  WantedWork wantedWork(Jobs jobs, WorkQueue queue, NdviReadProperties properties) {
    var repetition =
        new Repetition(
            properties.coolDown(),
            properties.settledCoolDown(),
            properties.settledAfter(),
            properties.abandonedAfter());
    var looks =
        Caffeine.newBuilder()
            .maximumSize(MOST_LOOKS)
            .expireAfterWrite(WantedWork.LOOK_AGAIN)
            .<WantedWork.Look, Instant>build();
    return new WantedWork(jobs, queue, repetition, properties.workedEngines(), looks.asMap());
  }

  @Bean
  ManualOrders manualOrders(Jobs jobs, WorkQueue queue, NdviReadProperties properties) {
    return new ManualOrders(jobs, queue, properties.refreshCoolDown(), properties.rasterCoolDown());
  }

  @Bean
  AcceptedOrder acceptedOrder(NdviReadProperties properties) {
    return new AcceptedOrder(properties);
  }

  @Bean
  DerivedReads derivedReads(Observations observations, MeterRegistry meters) {
    return new DerivedReads(observations, new DerivationMetrics(meters));
  }
}
