package io.farmsync.platform.envelope.http;

import io.farmsync.platform.trace.Traces;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.Http11Nio2Protocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What a request passes, in this order: context, body limit, trailing slash. Both slash forms reach
 * the same handler without a redirect; {@code Accept} never turns an answer into 406.
 */
@Configuration(proxyBeanMethods = false)
@Import({EnvelopeErrors.class, RequestIdAdvice.class, ErrorPage.class})
public class EnvelopeConfiguration implements WebMvcConfigurer {

  static final DataSize STANDARD_BODY_LIMIT = DataSize.ofMegabytes(1);

  @Override
  public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
    negotiation
        .ignoreAcceptHeader(true)
        .defaultContentType(MediaType.APPLICATION_JSON, MediaType.ALL);
  }

  /** Connections without a selector: its lock is held while a core is lost, and all wait. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> server(
      ObjectProvider<Traces> traces, ObjectProvider<ShortWay> shortWays) {
    // the server is made before most beans; by the first request all of them are there
    var spans = SingletonSupplier.of(() -> traces.getIfAvailable(() -> Traces.NONE));
    var ways = SingletonSupplier.of(() -> shortWays.orderedStream().toList());
    return factory -> {
      factory.setProtocol(Http11Nio2Protocol.class.getName());
      factory.addConnectorCustomizers(EnvelopeConfiguration::withThreadsOfItsOwn);
      factory.addContextValves(
          new FilterValve(new RequestContextFilter(spans::obtain, ways::obtain)));
    };
  }

  @Bean
  FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(
      ObjectProvider<BodyLimit> limits,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    List<BodyLimit> all = new ArrayList<>(limits.stream().toList());
    all.add(new BodyLimit("", STANDARD_BODY_LIMIT));
    return first(new BodyLimitFilter(all, errors), 0);
  }

  @Bean
  FilterRegistrationBean<UrlHandlerFilter> trailingSlashFilter() {
    return first(UrlHandlerFilter.trailingSlashHandler("/**").wrapRequest().build(), 1);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> serverErrorsAsEnvelopes() {
    return factory ->
        factory.addContextCustomizers(context -> {
          if (context.getParent() instanceof StandardHost host) {
            host.setErrorReportValveClass(ServerErrors.class.getName());
          }
        });
  }

  /** Virtual ones too; this connector cannot stop cleanly with an executor that others may use. */
  private static void withThreadsOfItsOwn(Connector connector) {
    connector.getProtocolHandler().setExecutor(null);
    connector.setProperty("useVirtualThreads", "true");
  }

  private static <F extends jakarta.servlet.Filter> FilterRegistrationBean<F> first(
      F filter, int place) {
    var registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + place);
    return registration;
  }
}
