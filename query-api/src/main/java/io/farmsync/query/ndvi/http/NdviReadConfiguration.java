package io.farmsync.query.ndvi.http;

import io.farmsync.query.http.OwnFarm;
import io.farmsync.query.ndvi.Jobs;
import io.farmsync.query.ndvi.ManualRefresh;
import io.farmsync.query.ndvi.Repetition;
import io.farmsync.query.ndvi.WantedWork;
import io.farmsync.query.ndvi.WorkQueue;
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
  JobController.class
})
public class NdviReadConfiguration {

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
    return new WantedWork(jobs, queue, repetition, properties.workedEngines());
  }

  @Bean
  ManualRefresh manualRefresh(Jobs jobs, WorkQueue queue, NdviReadProperties properties) {
    return new ManualRefresh(jobs, queue, properties.refreshCoolDown());
  }
}
