package io.farmsync.standalone;

import io.farmsync.ndvi.NdviProcessorConfiguration;
import io.farmsync.query.QueryApiConfiguration;
import io.farmsync.sync.FarmSyncConfiguration;
import io.farmsync.weather.WeatherIngestorConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * The four services in one context and on one port. They still meet in topics only: none can see
 * another's classes. What each starts last (topologies, workers, relay) starts side by side.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({
  FarmSyncConfiguration.class,
  NdviProcessorConfiguration.class,
  WeatherIngestorConfiguration.class,
  QueryApiConfiguration.class
})
class StandaloneApplication {

  private static final int START_LIMIT_MILLISECONDS = 60_000;
  private static final int STOP_LIMIT_MILLISECONDS = 10_000;

  @Bean
  static DefaultLifecycleProcessor lifecycleProcessor() {
    var processor = new DefaultLifecycleProcessor();
    processor.setConcurrentStartupForPhase(SmartLifecycle.DEFAULT_PHASE, START_LIMIT_MILLISECONDS);
    processor.setTimeoutPerShutdownPhase(STOP_LIMIT_MILLISECONDS);
    return processor;
  }

  /** Where Spring runs what starts side by side; asked for under this name. */
  @Bean
  static SimpleAsyncTaskExecutor bootstrapExecutor() {
    return new SimpleAsyncTaskExecutor("start-");
  }
}
