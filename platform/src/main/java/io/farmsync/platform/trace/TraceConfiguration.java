package io.farmsync.platform.trace;

import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.trace.kafka.TracingInterceptor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Spans for a collector, if there is one; else {@link Traces#NONE}, at no cost. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TraceProperties.class)
@Import(TraceConfiguration.ToACollector.class)
public class TraceConfiguration {

  @Bean
  Traces traces(ObjectProvider<OpenTelemetrySdk> sdk) {
    var kept = sdk.getIfAvailable();
    return kept == null ? Traces.NONE : Traces.of(kept);
  }

  /** What there is only with a collector. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnExpression("!'${farm.trace.endpoint:}'.isBlank()")
  static class ToACollector {

    private static final int MOST_SPANS_WAITING = 8_192;

    /**
     * Spans wait in bounded memory; more than it holds, and those of a lost collector, are lost.
     */
    @Bean(destroyMethod = "close")
    OpenTelemetrySdk openTelemetry(TraceProperties properties, Environment environment) {
      var exporter =
          OtlpHttpSpanExporter.builder()
              .setEndpoint(properties.endpoint().replaceAll("/+$", "") + "/v1/traces")
              .setTimeout(Duration.ofSeconds(5))
              .build();
      var provider =
          SdkTracerProvider.builder()
              .setResource(
                  Resource.getDefault().toBuilder()
                      .put(
                          "service.name",
                          environment.getProperty("spring.application.name", "farm-sync-platform"))
                      .build())
              .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(properties.sampled())))
              .addSpanProcessor(
                  BatchSpanProcessor.builder(exporter)
                      .setMaxQueueSize(MOST_SPANS_WAITING)
                      .setScheduleDelay(Duration.ofSeconds(1))
                      .build())
              .build();
      return OpenTelemetrySdk.builder().setTracerProvider(provider).build();
    }

    /** Every client of Kafka hands traces on. */
    @Bean
    static BeanPostProcessor tracedKafka(ObjectProvider<Traces> traces) {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof KafkaSettings settings
              ? settings.with(
                  Map.of(
                      "interceptor.classes",
                      List.of(TracingInterceptor.class.getName()),
                      TracingInterceptor.TRACES,
                      traces.getObject()))
              : bean;
        }
      };
    }

    /** Lets histograms name a trace beside a bucket. */
    @Bean
    SpanContext exemplars() {
      return new CurrentSpan();
    }
  }

  private static final class CurrentSpan implements SpanContext {
    @Override
    public @Nullable String getCurrentTraceId() {
      var context = Span.current().getSpanContext();
      return context.isValid() ? context.getTraceId() : null;
    }

    @Override
    public @Nullable String getCurrentSpanId() {
      var context = Span.current().getSpanContext();
      return context.isValid() ? context.getSpanId() : null;
    }

    @Override
    public boolean isCurrentSpanSampled() {
      return Span.current().getSpanContext().isSampled();
    }

    @Override
    public void markCurrentSpanAsExemplar() {
      // a span may be several exemplars, and none; a mark would tell nobody anything
    }
  }
}
