package io.farmsync.query.topology;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/** Folds a partitioned topic; what it forwards are dead letters. */
final class FoldProcessor<V> implements Processor<byte[], byte[], byte[], byte[]> {

  private final FoldStep<V> step;
  private ProcessorContext<byte[], byte[]> context;

  @NullUnmarked // the context comes with init
  FoldProcessor(FoldStep<V> step) {
    this.step = step;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    step.open(context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    step.apply(record, context).ifPresent(headers -> context.forward(record.withHeaders(headers)));
  }
}
