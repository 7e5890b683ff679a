package io.farmsync.query.http;

import io.farmsync.query.freshness.ReadAges;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Tells with every read how old it may be: {@code X-View-Lag} is in milliseconds, and everything
 * published longer ago is in the answer.
 */
@RestControllerAdvice(basePackages = "io.farmsync.query")
final class ViewLagHeader implements HandlerInterceptor, ResponseBodyAdvice<Object> {

  static final String NAME = "X-View-Lag";

  private final ReadAges ages;

  ViewLagHeader(ReadAges ages) {
    this.ages = ages;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    ages.begin();
    return true;
  }

  @Override
  public boolean supports(
      MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter returnType,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    ages.oldest().ifPresent(millis -> response.getHeaders().set(NAME, Long.toString(millis)));
    return body;
  }

  /** Tells it where the answer is not written by a converter. */
  void tell(HttpServletResponse response) {
    ages.oldest().ifPresent(millis -> response.setHeader(NAME, Long.toString(millis)));
  }
}
