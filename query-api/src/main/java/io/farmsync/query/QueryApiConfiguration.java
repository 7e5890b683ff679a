package io.farmsync.query;

import io.farmsync.platform.PlatformConfiguration;
import io.farmsync.query.audit.ViewAuditConfiguration;
import io.farmsync.query.farm.http.FarmReadConfiguration;
import io.farmsync.query.http.ReadConfiguration;
import io.farmsync.query.instances.http.InstanceConfiguration;
import io.farmsync.query.kafka.ViewsConfiguration;
import io.farmsync.query.live.http.StreamConfiguration;
import io.farmsync.query.live.kafka.LiveConfiguration;
import io.farmsync.query.ndvi.http.NdviReadConfiguration;
import io.farmsync.query.ndvi.kafka.EnginesConfiguration;
import io.farmsync.query.page.PageConfiguration;
import io.farmsync.query.weather.http.WeatherReadConfiguration;
import io.farmsync.query.webhook.WebhookConfiguration;
import io.farmsync.query.webhook.http.WebhookHttpConfiguration;
import io.farmsync.query.webhook.kafka.WebhookKafkaConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/** All of the query API, for its own process or for one that it shares. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:query-defaults.properties")
@Import({
  PlatformConfiguration.class,
  ViewsConfiguration.class,
  ViewAuditConfiguration.class,
  PageConfiguration.class,
  ReadConfiguration.class,
  InstanceConfiguration.class,
  FarmReadConfiguration.class,
  NdviReadConfiguration.class,
  EnginesConfiguration.class,
  WeatherReadConfiguration.class,
  LiveConfiguration.class,
  StreamConfiguration.class,
  WebhookConfiguration.class,
  WebhookKafkaConfiguration.class,
  WebhookHttpConfiguration.class
})
public class QueryApiConfiguration {}
