package io.farmsync.query.http;

import io.farmsync.platform.envelope.http.ShortWay;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Reads without the dispatcher: finds the handler, runs the interceptors, calls it, and writes its
 * envelope as bytes. Handlers, interceptors and the table of errors are the same that the
 * dispatcher uses; whatever is not a plain GET of a read goes on to it.
 */
final class DirectReads implements ShortWay {

  private static final Logger log = LoggerFactory.getLogger(DirectReads.class);

  private final ReadRoutes routes;
  private final List<HandlerInterceptor> interceptors;
  private final HandlerExceptionResolver errors;
  private final TaggedAnswers answers;
  private final ViewLagHeader lag;
  private final ReadTimes times;

  /**
   * @param interceptors of every request, in order
   * @param meters where times go under the name that the dispatcher's requests have
   */
  DirectReads(
      ReadRoutes routes,
      List<HandlerInterceptor> interceptors,
      HandlerExceptionResolver errors,
      TaggedAnswers answers,
      ViewLagHeader lag,
      MeterRegistry meters) {
    this.routes = routes;
    this.interceptors = interceptors;
    this.errors = errors;
    this.answers = answers;
    this.lag = lag;
    this.times = new ReadTimes(meters);
  }

  @Override
  public boolean serve(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (!request.getMethod().equals("GET")
        || request.getContentLengthLong() > 0
        || request.getHeader("Transfer-Encoding") != null
        || !request.getContextPath().isEmpty()) {
      return false;
    }
    var found = routes.find(request.getRequestURI()).orElse(null);
    if (found == null) {
      return false;
    }
    long start = System.nanoTime();
    var attributes = new ServletRequestAttributes(request, response);
    RequestContextHolder.setRequestAttributes(attributes);
    request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, found.handler().pattern());
    Exception failure = null;
    try {
      failure = answer(found, request, response);
    } finally {
      RequestContextHolder.resetRequestAttributes();
      attributes.requestCompleted();
      times.record(System.nanoTime() - start, found.handler(), request, response, failure);
    }
    return true;
  }

  /** Answers; or returns the failure that was answered instead. */
  private @Nullable Exception answer(
      ReadRoutes.Found found, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    var method = found.handler().method();
    int begun = 0;
    try {
      TaggedAnswers.Answer answer;
      try {
        while (begun < interceptors.size()) {
          if (!interceptors.get(begun).preHandle(request, response, method)) {
            return null;
          }
          begun++;
        }
        var envelope = found.handler().call(request, found.variables());
        lag.tell(response);
        answer = answers.of(envelope, request);
      } catch (Exception e) {
        request.setAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE, e);
        if (errors.resolveException(request, response, method, e) == null) {
          throw new ServletException("no answer to a failure: " + e, e);
        }
        return e;
      }
      TaggedAnswers.write(answer, response);
      return null;
    } finally {
      for (int i = begun - 1; i >= 0; i--) {
        complete(interceptors.get(i), request, response, method);
      }
    }
  }

  private static void complete(
      HandlerInterceptor interceptor,
      HttpServletRequest request,
      HttpServletResponse response,
      HandlerMethod method) {
    try {
      interceptor.afterCompletion(request, response, method, null);
    } catch (Exception e) {
      log.error("what follows a read failed", e); // the answer is on its way
    }
  }
}
