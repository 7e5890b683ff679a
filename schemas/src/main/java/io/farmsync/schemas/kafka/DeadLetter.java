package io.farmsync.schemas.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be processed: the original key, value and headers, and why it stands
 * here.
 *
 * @param stage which part of the platform gave up, such as {@code ndvi-worker}
 * @param code short, for filters and counters
 * @param reason for people
 * @param attempts how often it was tried
 */
public record DeadLetter(String stage, String code, String reason, int attempts) {

  public static final String TOPIC = "dlt_topic";
  public static final String PARTITION = "dlt_partition";
  public static final String OFFSET = "dlt_offset";
  public static final String STAGE = "dlt_stage";
  public static final String CODE = "dlt_code";
  public static final String REASON = "dlt_reason";
  public static final String ATTEMPTS = "dlt_attempts";

  /** How often the record was redriven before it came to stand here. */
  public static final String REDRIVEN = "dlt_redriven";

  /** What all headers of a dead letter that are not its record's own begin with. */
  public static final String PREFIX = "dlt_";

  private static final int MAX_REASON = 2000;

  /** The record for the dead-letter topic of the one it came from. */
  public ProducerRecord<byte @Nullable [], byte @Nullable []> of(
      ConsumerRecord<byte @Nullable [], byte @Nullable []> source) {
    return new ProducerRecord<>(
        source.topic() + "-dlt",
        null,
        source.key(),
        source.value(),
        headers(source.headers(), source.topic(), source.partition(), source.offset()));
  }

  /** The source's headers with the cause added. */
  public Headers headers(Headers source, String topic, int partition, long offset) {
    var headers = new RecordHeaders(source);
    put(headers, TOPIC, topic);
    put(headers, PARTITION, Integer.toString(partition));
    put(headers, OFFSET, Long.toString(offset));
    put(headers, STAGE, stage);
    put(headers, CODE, code);
    put(headers, REASON, reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON));
    put(headers, ATTEMPTS, Integer.toString(attempts));
    return headers;
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
