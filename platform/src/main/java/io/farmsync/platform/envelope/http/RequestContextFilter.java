package io.farmsync.platform.envelope.http;

import io.farmsync.platform.envelope.RequestId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** First of all filters: gives the request its id and echoes it, keeps the path as it was sent. */
final class RequestContextFilter extends OncePerRequestFilter {

  private static final Pattern TRACE_PARENT =
      Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var context =
        new RequestContext(
            RequestId.acceptOrCreate(request.getHeader(RequestId.HEADER)),
            request.getRequestURI(),
            traceParent(request.getHeader("traceparent")));
    context.layOn(request);
    response.setHeader(RequestId.HEADER, context.requestId());
    MDC.put(RequestId.LOG_KEY, context.requestId());
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(RequestId.LOG_KEY);
    }
  }

  private static @Nullable String traceParent(@Nullable String header) {
    return header != null && TRACE_PARENT.matcher(header).matches() ? header : null;
  }
}
