package io.farmsync.weather;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The weather ingestor as a process of its own. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WeatherIngestorConfiguration.class)
public class WeatherIngestorApplication {

  public static void main(String[] args) {
    SpringApplication.run(WeatherIngestorApplication.class, args);
  }
}
