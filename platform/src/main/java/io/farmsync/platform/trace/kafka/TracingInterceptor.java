package io.farmsync.platform.trace.kafka;

import io.farmsync.platform.trace.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Marks in the trace where a record is sent and where it is read, and names that span in the
 * record's headers for whoever comes next. Kafka makes it by its no-argument constructor. Logs of
 * state stores are no step of the pipeline, and a record of long ago is read because a view is
 * built anew: both are left alone.
 *
 * @param <K> key
 * @param <V> value
 */
public final class TracingInterceptor<K, V>
    implements ProducerInterceptor<K, V>, ConsumerInterceptor<K, V> {

  /** The setting that hands over the {@link Traces}. */
  public static final String TRACES = "farm.traces";

  private static final long RECENT_MILLISECONDS = TimeUnit.MINUTES.toMillis(10);
  private static final String OF_A_STORE = "-changelog";

  private Traces traces = Traces.NONE;
  private String client = "";

  @Override
  public void configure(Map<String, ?> configs) {
    if (configs.get(TRACES) instanceof Traces given) {
      traces = given;
    }
    client = Objects.toString(configs.get(CommonClientConfigs.CLIENT_ID_CONFIG), "");
  }

  @Override
  public ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
    if (!record.topic().endsWith(OF_A_STORE)) {
      traces
          .follow("send " + record.topic(), SpanKind.PRODUCER, record.headers())
          .ifPresent(span -> end(span, record.topic()));
    }
    return record;
  }

  @Override
  public ConsumerRecords<K, V> onConsume(ConsumerRecords<K, V> records) {
    long now = System.currentTimeMillis();
    for (var record : records) {
      if (now - record.timestamp() < RECENT_MILLISECONDS && !record.topic().endsWith(OF_A_STORE)) {
        traces
            .follow("receive " + record.topic(), SpanKind.CONSUMER, record.headers())
            .ifPresent(span -> {
              span.setAttribute("messaging.kafka.partition", record.partition());
              span.setAttribute("messaging.kafka.offset", record.offset());
              end(span, record.topic());
            });
      }
    }
    return records;
  }

  private void end(Span span, String topic) {
    span.setAttribute("messaging.system", "kafka");
    span.setAttribute("messaging.destination.name", topic);
    span.setAttribute("messaging.client.id", client);
    span.end();
  }

  @Override
  public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failure) {}

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}
}
