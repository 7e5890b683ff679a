package io.farmsync.query.http;

import io.farmsync.query.farm.Farms;
import io.farmsync.query.farm.VisibleFarms;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What every read goes through. */
@Configuration(proxyBeanMethods = false)
@Import({ConditionalReads.class, ReadErrors.class})
public class ReadConfiguration {

  @Bean
  VisibleFarms visibleFarms(Farms farms) {
    return new VisibleFarms(farms);
  }

  @Bean
  OwnFarm ownFarm(VisibleFarms farms) {
    return new OwnFarm(farms);
  }
}
