package io.farmsync.query.topology;

import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/** Folds a partitioned topic; what it forwards are dead letters. */
final class FoldProcessor<V> implements Processor<byte[], byte[], byte[], byte[]> {

  private final FoldStep<V> step;
  private final OpenStores stores;
  private final List<View<?>> views;
  private ProcessorContext<byte[], byte[]> context;

  @NullUnmarked // the context comes with init
  FoldProcessor(FoldStep<V> step, OpenStores stores, List<View<?>> views) {
    this.step = step;
    this.stores = stores;
    this.views = views;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    step.open(context);
    views.forEach(view -> stores.opened(view, context));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    step.apply(record, context).ifPresent(headers -> context.forward(record.withHeaders(headers)));
  }

  @Override
  public void close() {
    views.forEach(view -> stores.closed(view, context));
  }
}
