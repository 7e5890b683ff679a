package io.farmsync.query.http;

import io.farmsync.platform.envelope.Envelope;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tags every read by its data, and answers 304 to a caller who has them. The tag is weak, because
 * the envelope around the data carries a new request id each time. {@code no-cache} lets a cache
 * keep the answer but not use it unasked: views change at any moment.
 */
@RestControllerAdvice(basePackages = "io.farmsync.query")
final class ConditionalReads implements ResponseBodyAdvice<Object> {

  private final JsonMapper json;
  private final Map<Method, Boolean> reads = new ConcurrentHashMap<>(); // as many as handlers

  ConditionalReads(JsonMapper json) {
    this.json = json;
  }

  @Override
  public boolean supports(
      MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
    var method = returnType.getMethod();
    return method != null && reads.computeIfAbsent(method, ConditionalReads::isRead);
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter returnType,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    if (!(body instanceof Envelope<?> envelope)
        || envelope.status() != 0
        || !(request instanceof ServletServerHttpRequest servlet)) {
      return body;
    }
    byte[] data = json.writeValueAsBytes(envelope.data());
    String tag = TaggedAnswers.tag(data);
    response.getHeaders().set(HttpHeaders.ETAG, TaggedAnswers.weak(tag));
    response.getHeaders().set(HttpHeaders.CACHE_CONTROL, TaggedAnswers.CACHE_CONTROL);
    if (EntityTags.isKnown(servlet.getServletRequest(), tag)) {
      response.setStatusCode(HttpStatus.NOT_MODIFIED);
      return null;
    }
    return TaggedAnswers.around(data, envelope); // once written is enough
  }

  private static boolean isRead(Method method) {
    return AnnotatedElementUtils.hasAnnotation(method, GetMapping.class);
  }
}
