package io.farmsync.sync.client.http;

import io.farmsync.platform.throttle.Throttle;
import io.farmsync.sync.client.Clients;
import io.farmsync.sync.client.Nonces;
import io.farmsync.sync.client.SignatureCheck;
import io.farmsync.sync.client.SignedRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Signed requests and clients over HTTP; clients of the configuration are there from the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HmacProperties.class)
@Import({NextcloudPing.class, ClientController.class})
public class ClientHttpConfiguration {

  @Bean
  HttpSignatures httpSignatures(
      Clients clients,
      Nonces nonces,
      HmacProperties properties,
      Throttle throttle,
      Clock clock,
      MeterRegistry meters) {
    SeededClients.parse(properties.clients(), properties.seededScope()).forEach(clients::seed);
    return new HttpSignatures(
        new SignatureCheck(clients, nonces, properties.maxSkew()), throttle, clock, meters);
  }

  @Bean
  WebMvcConfigurer signedRequests(HttpSignatures signatures) {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(SignedRequest.class);
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new SignedRequestArgument(signatures));
      }
    };
  }
}
