package io.farmsync.platform.auth.http;

import io.farmsync.platform.auth.ApiKeyVerifier;
import io.farmsync.platform.auth.AuthenticationProperties;
import io.farmsync.platform.auth.Credentials;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.auth.TokenVerifier;
import io.farmsync.platform.throttle.Throttle;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Clock;
import java.util.List;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts authentication before every handler. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuthenticationProperties.class)
public class AuthenticationConfiguration {

  @Bean
  Credentials credentials() {
    return new Credentials();
  }

  @Bean
  TokenVerifier tokenVerifier(
      AuthenticationProperties properties,
      Credentials credentials,
      Clock clock,
      MeterRegistry meters) {
    var verifier = new TokenVerifier(properties, credentials, clock);
    CaffeineCacheMetrics.monitor(meters, verifier.cache(), "verified-tokens");
    return verifier;
  }

  @Bean
  ApiKeyVerifier apiKeyVerifier(
      AuthenticationProperties properties, Credentials credentials, Clock clock) {
    return new ApiKeyVerifier(properties, credentials, clock);
  }

  @Bean
  WebMvcConfigurer authenticationOfEveryHandler(
      TokenVerifier tokens, ApiKeyVerifier apiKeys, Throttle throttle) {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Identity.class);
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new AuthenticationInterceptor(tokens, apiKeys, throttle));
      }

      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new IdentityArgument());
      }
    };
  }
}
