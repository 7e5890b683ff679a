package io.farmsync.query.http;

import io.farmsync.query.farm.Farms;
import io.farmsync.query.farm.VisibleFarms;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** What every read goes through. */
@Configuration(proxyBeanMethods = false)
@Import({ConditionalReads.class, ViewLagHeader.class, ReadErrors.class})
public class ReadConfiguration {

  private static final String READS = "io.farmsync.query.";

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
  DirectReads directReads(
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors,
      List<WebMvcConfigurer> configurers,
      ViewLagHeader lag,
      JsonMapper json,
      MeterRegistry meters) {
    var interceptors = new CollectedInterceptors();
    configurers.forEach(configurer -> configurer.addInterceptors(interceptors));
    return new DirectReads(
        new ReadRoutes(
            mapping.getHandlerMethods(),
            (method, pattern) ->
                method.getBeanType().getName().startsWith(READS)
                        && !interceptors.areBoundTo(pattern)
                    ? ReadHandler.of(method, pattern)
                    : null),
        interceptors.ofEveryPath(),
        errors,
        new TaggedAnswers(json),
        lag,
        meters);
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

  /** What the services' configurations register, as the dispatcher gets it. */
  private static final class CollectedInterceptors extends InterceptorRegistry {

    List<HandlerInterceptor> ofEveryPath() {
      return getInterceptors().stream()
          .filter(one -> !(one instanceof MappedInterceptor))
          .map(HandlerInterceptor.class::cast)
          .toList();
    }

    /**
     * Whether one of them looks at paths that begin like the pattern, or at any with exceptions.
     */
    boolean areBoundTo(String pattern) {
      return getInterceptors().stream()
          .filter(MappedInterceptor.class::isInstance)
          .map(MappedInterceptor.class::cast)
          .anyMatch(one ->
              one.getIncludePathPatterns() == null
                  || Arrays.stream(one.getIncludePathPatterns())
                      .anyMatch(path ->
                          beginning(path).startsWith("/*")
                              || beginning(path).equals(beginning(pattern))));
    }

    private static String beginning(String path) {
      int end = path.indexOf('/', 1);
      return end < 0 ? path : path.substring(0, end);
    }
  }
}
