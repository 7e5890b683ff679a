package io.farmsync.platform.envelope.http;

import io.farmsync.platform.envelope.RequestId;
import io.farmsync.platform.trace.LogIds;
import io.farmsync.platform.trace.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Before all filters: gives the request its id and echoes it, keeps the path as it was sent, and
 * begins its span, which what the request causes hangs below. Lines of the log carry the ids.
 */
final class RequestContextFilter extends OncePerRequestFilter {

  private static final String FARMS = "/api/v1/farms/";
  private static final int FARM_ID_LENGTH = 36;

  private final Supplier<Traces> spans;
  private final Supplier<List<ShortWay>> shortWays;

  /**
   * @param shortWays asked in order before the other filters
   */
  RequestContextFilter(Supplier<Traces> spans, Supplier<List<ShortWay>> shortWays) {
    this.spans = spans;
    this.shortWays = shortWays;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var traces = spans.get();
    if (!traces.areKept() || request.getRequestURI().startsWith("/metrics")) {
      serve(request, response, chain, given(request));
      return;
    }
    var span = traces.begin(request.getMethod(), SpanKind.SERVER, given(request));
    try (var _ = span.makeCurrent()) {
      serve(request, response, chain, Traces.parentOf(span.getSpanContext()));
    } finally {
      describe(span, request, response.getStatus());
      span.end();
    }
  }

  private void serve(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      @Nullable String traceParent)
      throws ServletException, IOException {
    var context =
        new RequestContext(
            RequestId.acceptOrCreate(request.getHeader(RequestId.HEADER)),
            request.getRequestURI(),
            traceParent);
    context.layOn(request);
    response.setHeader(RequestId.HEADER, context.requestId());
    MDC.put(LogIds.REQUEST, context.requestId());
    Traces.contextOf(traceParent).ifPresent(trace -> MDC.put(LogIds.TRACE, trace.getTraceId()));
    String farm = farmOf(context.path());
    if (farm != null) {
      MDC.put(LogIds.FARM, farm);
    }
    try {
      if (!wasServed(request, response)) {
        chain.doFilter(request, response);
      }
    } finally {
      MDC.remove(LogIds.REQUEST);
      MDC.remove(LogIds.TRACE);
      MDC.remove(LogIds.FARM);
      MDC.remove(LogIds.TENANT); // put by whoever found out who calls
    }
  }

  private boolean wasServed(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    for (ShortWay way : shortWays.get()) {
      if (way.serve(request, response)) {
        return true;
      }
    }
    return false;
  }

  /** The id of the farm that the path is about, as it was sent. */
  private static @Nullable String farmOf(String path) {
    int end = FARMS.length() + FARM_ID_LENGTH;
    if (!path.startsWith(FARMS)
        || path.length() < end
        || (path.length() > end && path.charAt(end) != '/')) {
      return null;
    }
    for (int i = FARMS.length(); i < end; i++) {
      if (path.charAt(i) != '-' && !HexFormat.isHexDigit(path.charAt(i))) {
        return null;
      }
    }
    return path.substring(FARMS.length(), end);
  }

  private static void describe(Span span, HttpServletRequest request, int status) {
    span.setAttribute("http.request.method", request.getMethod());
    span.setAttribute("http.response.status_code", status);
    if (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)
        instanceof String uri) {
      span.updateName(request.getMethod() + " " + uri);
      span.setAttribute("http.route", uri);
    }
    if (status >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  /** The caller's {@code traceparent}, if it is one. */
  private static @Nullable String given(HttpServletRequest request) {
    String header = request.getHeader("traceparent");
    return Traces.contextOf(header).isPresent() ? header : null;
  }
}
