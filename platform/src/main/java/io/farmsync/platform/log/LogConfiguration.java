package io.farmsync.platform.log;

import ch.qos.logback.classic.LoggerContext;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bounds repeats and keeps secrets out of the log of this process, for all services in it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogProperties.class)
public class LogConfiguration {

  @Bean
  RepeatLimit repeatLimit(LogProperties properties, MeterRegistry meters) {
    var limit = new RepeatLimit(properties.linesPerMinute(), System::nanoTime);
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
      var filters = logback.getTurboFilterList();
      filters.removeIf(each -> each instanceof RepeatLimit || each instanceof WireLogs); // former
      logback.addTurboFilter(new WireLogs());
      logback.addTurboFilter(limit);
    }
    FunctionCounter.builder("log.repeats.suppressed", limit, RepeatLimit::suppressed)
        .description("Lines that were left out because the same message had come often")
        .register(meters);
    return limit;
  }
}
