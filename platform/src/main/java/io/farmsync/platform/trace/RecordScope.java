package io.farmsync.platform.trace;

import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Work on one record, on the thread that opens it: lines of the log carry the ids of its request,
 * tenant and trace, and a span lasts as long as the work.
 */
public final class RecordScope implements AutoCloseable {

  private final Deque<MDC.MDCCloseable> ids = new ArrayDeque<>();
  private final @Nullable Span span;
  private final @Nullable Scope current;

  @SuppressWarnings("MustBeClosedChecker") // closed with this
  private RecordScope(@Nullable Span span, Cause cause, @Nullable String farm) {
    this.span = span;
    this.current = span == null ? null : span.makeCurrent();
    put(LogIds.REQUEST, cause.requestId());
    put(LogIds.TENANT, cause.tenant());
    put(LogIds.FARM, farm);
    Traces.contextOf(cause.traceParent()).ifPresent(trace -> put(LogIds.TRACE, trace.getTraceId()));
  }

  /**
   * Begins work on a record; its headers name the span from then on.
   *
   * @param name of the work, few words
   * @param farm external id of the farm, if it is of one
   */
  public static RecordScope open(
      Traces traces, String name, ConsumerRecord<?, ?> record, @Nullable String farm) {
    var span = traces.follow(name, SpanKind.CONSUMER, record.headers()).orElse(null);
    if (span != null) {
      span.setAttribute("messaging.system", "kafka");
      span.setAttribute("messaging.destination.name", record.topic());
      span.setAttribute("messaging.kafka.offset", record.offset());
      String tenant = EventHeaders.value(record.headers(), EventHeaders.TENANT);
      if (tenant != null) {
        span.setAttribute("farm.tenant", tenant);
      }
    }
    return new RecordScope(span, Cause.of(record.headers()), farm);
  }

  private void put(String key, @Nullable String value) {
    if (value != null) {
      ids.push(MDC.putCloseable(key, value));
    }
  }

  @Override
  public void close() {
    ids.forEach(MDC.MDCCloseable::close);
    if (current != null) {
      current.close();
    }
    if (span != null) {
      span.end();
    }
  }
}
