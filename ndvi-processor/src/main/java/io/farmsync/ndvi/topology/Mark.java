package io.farmsync.ndvi.topology;

import io.farmsync.schemas.Topic;
import io.farmsync.schemas.kafka.EventHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Notes in a record's headers where it came from, before streams are merged. */
final class Mark extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
  private static final String TOPIC = "from_topic";
  private static final String PARTITION = "from_partition";
  private static final String OFFSET = "from_offset";

  private final Topic<?> topic;

  Mark(Topic<?> topic) {
    this.topic = topic;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var from = context().recordMetadata().orElseThrow();
    var headers = new RecordHeaders(record.headers());
    put(headers, TOPIC, topic.name());
    put(headers, PARTITION, Integer.toString(from.partition()));
    put(headers, OFFSET, Long.toString(from.offset()));
    // A record without a value would not survive the repartition topic.
    byte[] value = record.value() == null ? new byte[0] : record.value();
    context().forward(record.withValue(value).withHeaders(headers));
  }

  static @Nullable String topicOf(Headers headers) {
    return EventHeaders.value(headers, TOPIC);
  }

  static int partitionOf(Headers headers) {
    return Integer.parseInt(String.valueOf(EventHeaders.value(headers, PARTITION)));
  }

  static long offsetOf(Headers headers) {
    return Long.parseLong(String.valueOf(EventHeaders.value(headers, OFFSET)));
  }

  static Headers without(Headers marked) {
    return new RecordHeaders(marked).remove(TOPIC).remove(PARTITION).remove(OFFSET);
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
