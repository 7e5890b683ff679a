package io.farmsync.query.topology;

import io.farmsync.schemas.Topic;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/**
 * Folds a topic that every instance reads whole. Kafka Streams lets such a reader forward nothing,
 * so dead letters leave by another door; each instance sends its own, and a rebuild again.
 */
final class GlobalFoldProcessor<V> implements Processor<byte[], byte[], Void, Void> {

  private final Topic<V> topic;
  private final FoldStep<V> step;
  private final Consumer<ProducerRecord<byte[], byte[]>> deadLetters;
  private ProcessorContext<Void, Void> context;

  @NullUnmarked // the context comes with init
  GlobalFoldProcessor(
      Topic<V> topic, FoldStep<V> step, Consumer<ProducerRecord<byte[], byte[]>> deadLetters) {
    this.topic = topic;
    this.step = step;
    this.deadLetters = deadLetters;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    this.context = context;
    step.open(context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    step.apply(record, context)
        .map(headers ->
            new ProducerRecord<>(topic.deadLetters(), null, record.key(), record.value(), headers))
        .ifPresent(deadLetters);
  }
}
