package io.farmsync.query.http;

import io.farmsync.query.farm.Farms;
import io.farmsync.query.farm.VisibleFarms;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What every read goes through. */
@Configuration(proxyBeanMethods = false)
@Import({ConditionalReads.class, ViewLagHeader.class, ReadErrors.class})
public class ReadConfiguration {

  @Bean
  VisibleFarms visibleFarms(Farms farms) {
    return new VisibleFarms(farms);
  }

  @Bean
  ParameterDescriptions parameterDescriptions() {
    return new ParameterDescriptions();
  }

  @Bean
  OwnFarm ownFarm(VisibleFarms farms, HttpServletRequest request, HttpServletResponse response) {
    return new OwnFarm(farms, request, response);
  }

  @Bean
  WebMvcConfigurer viewLagInterceptor(ViewLagHeader viewLag) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(viewLag);
      }
    };
  }
}
