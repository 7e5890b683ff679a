package io.farmsync.sync.farm.http;

import io.farmsync.platform.envelope.http.BodyLimit;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

/** Farm commands over HTTP. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CommandProperties.class, NextcloudProperties.class})
@Import({
  FarmController.class,
  BatchController.class,
  HistoryController.class,
  NextcloudWebhook.class
})
public class FarmHttpConfiguration {

  /** Room for a thousand farms of which most have an outline. */
  private static final DataSize BATCH = DataSize.ofMegabytes(8);

  @Bean
  CommandMetrics farmCommandMetrics(MeterRegistry meters) {
    return new CommandMetrics(meters);
  }

  @Bean
  BodyLimit batchBodyLimit() {
    return new BodyLimit(BatchController.PATH, BATCH);
  }
}
