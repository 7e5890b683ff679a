package io.farmsync.platform.envelope.http;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the request before any handler: its id, its path exactly as sent (a trailing
 * slash included, still percent-encoded), its trace.
 */
public record RequestContext(String requestId, String path, @Nullable String traceParent) {

  private static final String ATTRIBUTE = RequestContext.class.getName();

  /** The context that the first filter laid on the request. */
  public static RequestContext of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof RequestContext context) {
      return context;
    }
    throw new IllegalStateException(
        "RequestContextFilter did not run for " + request.getRequestURI());
  }

  /** The context, or null where a request failed before the first filter. */
  static @Nullable RequestContext find(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof RequestContext context ? context : null;
  }

  void layOn(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }
}
