package io.farmsync.weather.topology;

import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.DeadLetter;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the topology does with a record that it cannot read or apply: the record goes to its
 * dead-letter topic, in the same transaction, and the partition goes on.
 */
public final class PoisonRecords
    implements DeserializationExceptionHandler, ProcessingExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(PoisonRecords.class);
  private static final String STAGE = "weather-topology";

  @Override
  public DeserializationExceptionHandler.Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    if (!ours(context)) {
      return DeserializationExceptionHandler.Response.fail();
    }
    return DeserializationExceptionHandler.Response.resume(
        List.of(letter(context, record.key(), record.value(), "unreadable", failure)));
  }

  @Override
  public ProcessingExceptionHandler.Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception failure) {
    if (!ours(context)) {
      return ProcessingExceptionHandler.Response.fail();
    }
    return ProcessingExceptionHandler.Response.resume(
        List.of(
            letter(
                context,
                context.sourceRawKey(),
                context.sourceRawValue(),
                "unprocessable",
                failure)));
  }

  @Override
  public void configure(Map<String, ?> configs) {
    // nothing to set
  }

  /**
   * A scheduled step has no record to blame, and our internal topics hold what we wrote: both are a
   * stop.
   */
  private static boolean ours(ErrorHandlerContext context) {
    return Topics.all().stream().anyMatch(topic -> topic.name().equals(context.topic()));
  }

  private static ProducerRecord<byte[], byte[]> letter(
      ErrorHandlerContext context, byte[] key, byte[] value, String code, Exception failure) {
    log.error(
        "record {}-{}@{} goes to {}-dlt: {}",
        context.topic(),
        context.partition(),
        context.offset(),
        context.topic(),
        failure.toString());
    var headers =
        new DeadLetter(STAGE, code, String.valueOf(failure.getMessage()), 1)
            .headers(context.headers(), context.topic(), context.partition(), context.offset());
    return new ProducerRecord<>(context.topic() + "-dlt", null, key, value, headers);
  }
}
