package io.farmsync.platform.trace;

import io.farmsync.schemas.kafka.EventHeaders;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Where spans are begun. The context of a trace travels as W3C {@code traceparent}: in the header
 * of a request, in the event store beside the event, in the header of every record; each span puts
 * its own in place of its parent's, so that what follows hangs below it. Without a collector no
 * span is made and headers go on as they came.
 */
public final class Traces {

  private static final Pattern TRACE_PARENT =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
  private static final int LENGTH = 55;

  /** Makes no spans. */
  public static final Traces NONE = new Traces(OpenTelemetry.noop(), false);

  private final Tracer tracer;
  private final boolean kept;

  private Traces(OpenTelemetry telemetry, boolean kept) {
    this.tracer = telemetry.getTracer("io.farmsync");
    this.kept = kept;
  }

  /** Spans of this SDK. */
  public static Traces of(OpenTelemetry telemetry) {
    return new Traces(telemetry, true);
  }

  /** Whether spans are made at all. */
  public boolean areKept() {
    return kept;
  }

  /**
   * Begins a span below the parent, or a new trace where there is none. Without a collector it is
   * one that nobody sees.
   *
   * @param parent as in the header; what is none is ignored
   */
  public Span begin(String name, SpanKind kind, @Nullable String parent) {
    var context = contextOf(parent).map(Span::wrap).map(Context.root()::with);
    return tracer
        .spanBuilder(name)
        .setSpanKind(kind)
        .setParent(context.orElse(Context.root()))
        .startSpan();
  }

  /**
   * Begins a span below that of the record and puts it into the record's headers.
   *
   * @return empty where the record is of no trace that is kept
   */
  public Optional<Span> follow(String name, SpanKind kind, Headers headers) {
    var parent = kept ? contextOf(EventHeaders.value(headers, EventHeaders.TRACE_PARENT)) : none();
    if (parent.filter(SpanContext::isSampled).isEmpty()) {
      return Optional.empty();
    }
    var span =
        tracer
            .spanBuilder(name)
            .setSpanKind(kind)
            .setParent(Context.root().with(Span.wrap(parent.get())))
            .startSpan();
    headers.remove(EventHeaders.TRACE_PARENT);
    headers.add(
        EventHeaders.TRACE_PARENT,
        parentOf(span.getSpanContext()).getBytes(StandardCharsets.US_ASCII));
    return Optional.of(span);
  }

  /** The header for what hangs below the span. */
  public static String parentOf(SpanContext span) {
    return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
  }

  /** The span that the header names, if it is one. */
  public static Optional<SpanContext> contextOf(@Nullable String traceParent) {
    if (traceParent == null || traceParent.length() != LENGTH) {
      return none();
    }
    var parts = TRACE_PARENT.matcher(traceParent);
    if (!parts.matches()) {
      return none();
    }
    var context =
        SpanContext.createFromRemoteParent(
            parts.group(1),
            parts.group(2),
            TraceFlags.fromHex(parts.group(3), 0),
            TraceState.getDefault());
    return context.isValid() ? Optional.of(context) : none();
  }

  private static Optional<SpanContext> none() {
    return Optional.empty();
  }
}
