package io.farmsync.ndvi;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The imagery processor as a process of its own. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(NdviProcessorConfiguration.class)
public class NdviProcessorApplication {

  public static void main(String[] args) {
    SpringApplication.run(NdviProcessorApplication.class, args);
  }
}
