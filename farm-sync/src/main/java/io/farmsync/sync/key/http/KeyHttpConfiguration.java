package io.farmsync.sync.key.http;

import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.auth.Identity.Kind;
import io.farmsync.sync.key.ApiKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Administration of API keys over HTTP; notes when keys are used. */
@Configuration(proxyBeanMethods = false)
@Import(KeyController.class)
public class KeyHttpConfiguration {

  @Bean
  WebMvcConfigurer lastUseOfApiKeys(ApiKeys keys) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new LastUse(keys));
      }
    };
  }

  private record LastUse(ApiKeys keys) implements HandlerInterceptor {

    @Override
    public void afterCompletion(
        HttpServletRequest request,
        HttpServletResponse response,
        Object handler,
        @Nullable Exception failure) {
      if (request.getAttribute(Identity.class.getName()) instanceof Identity identity
          && identity.kind() == Kind.API_KEY) {
        keys.markUsed(UUID.fromString(identity.credentialId()));
      }
    }
  }
}
