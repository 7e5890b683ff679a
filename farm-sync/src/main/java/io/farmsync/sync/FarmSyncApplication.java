package io.farmsync.sync;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Farm-sync as a process of its own. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(FarmSyncConfiguration.class)
public class FarmSyncApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(FarmSyncApplication.class, arguments);
  }
}
