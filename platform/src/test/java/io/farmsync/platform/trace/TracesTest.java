package io.farmsync.platform.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.platform.trace.kafka.TracingInterceptor;
import io.farmsync.schemas.kafka.EventHeaders;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** A trace over records, with spans kept in memory. */
class TracesTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .build();
  private final Traces traces = Traces.of(sdk);

  @AfterEach
  void close() {
    sdk.close();
  }

  @Test
  void eachStepHangsBelowTheOneBefore() {
    var interceptor = interceptor(traces);
    var sent = interceptor.onSend(record("ndvi-requests", PARENT));
    try (var _ = RecordScope.open(traces, "work", consumed(sent.headers(), now()), "farm-1")) {
      assertThat(MDC.get(LogIds.TRACE)).isEqualTo(TRACE);
      assertThat(MDC.get(LogIds.FARM)).isEqualTo("farm-1");
      assertThat(MDC.get(LogIds.TENANT)).isEqualTo("green");
    }
    assertThat(MDC.get(LogIds.TRACE)).isNull();

    var spans = exporter.getFinishedSpanItems();
    assertThat(spans).extracting(SpanData::getName).containsExactly("send ndvi-requests", "work");
    assertThat(spans).extracting(SpanData::getTraceId).containsOnly(TRACE);
    assertThat(spans.get(0).getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(spans.get(1).getParentSpanId()).isEqualTo(spans.get(0).getSpanId());
  }

  @Test
  void readingMarksTheTraceButNotWhenAViewIsBuiltAnew() {
    long longAgo = now() - Duration.ofHours(1).toMillis();
    var interceptor = interceptor(traces);
    for (long written : List.of(longAgo, now())) {
      var read = consumed(record("farms", PARENT).headers(), written);
      var _ =
          interceptor.onConsume(
              new ConsumerRecords<>(
                  Map.of(new TopicPartition("farms", 0), List.of(read)), Map.of()));
    }
    assertThat(exporter.getFinishedSpanItems())
        .singleElement()
        .extracting(SpanData::getName)
        .isEqualTo("receive farms");
  }

  @Test
  void recordsOfNoTraceAndLogsOfStoresMakeNoSpan() {
    var interceptor = interceptor(traces);
    for (var record :
        List.of(
            record("farms", null),
            record("farms", "00-nonsense-01"),
            record("farms", PARENT.replaceAll("01$", "00")),
            record("query-api-farms-changelog", PARENT))) {
      String before = EventHeaders.value(record.headers(), "traceparent");
      var sent = interceptor.onSend(record);
      assertThat(EventHeaders.value(sent.headers(), "traceparent")).isEqualTo(before);
    }
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void withoutACollectorHeadersGoOnAsTheyCame() {
    var sent = interceptor(Traces.NONE).onSend(record("farms", PARENT));
    assertThat(EventHeaders.value(sent.headers(), "traceparent")).isEqualTo(PARENT);
    assertThat(Traces.NONE.follow("work", SpanKind.CONSUMER, sent.headers())).isEmpty();
  }

  private static TracingInterceptor<byte[], byte[]> interceptor(Traces traces) {
    var interceptor = new TracingInterceptor<byte[], byte[]>();
    interceptor.configure(Map.of(TracingInterceptor.TRACES, traces, "client.id", "test"));
    return interceptor;
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, @org.jspecify.annotations.Nullable String traceParent) {
    var headers = new RecordHeaders();
    headers.add("tenant", "green".getBytes(US_ASCII));
    if (traceParent != null) {
      headers.add("traceparent", traceParent.getBytes(US_ASCII));
    }
    return new ProducerRecord<>(topic, 0, new byte[1], new byte[1], headers);
  }

  private static ConsumerRecord<byte[], byte[]> consumed(Headers headers, long written) {
    return new ConsumerRecord<>(
        "farms",
        0,
        7,
        written,
        TimestampType.CREATE_TIME,
        1,
        1,
        new byte[1],
        new byte[1],
        headers,
        Optional.empty());
  }

  private static long now() {
    return Clock.systemUTC().millis();
  }
}
