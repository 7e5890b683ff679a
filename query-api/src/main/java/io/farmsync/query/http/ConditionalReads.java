package io.farmsync.query.http;

import io.farmsync.platform.envelope.Envelope;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
import tools.jackson.databind.util.RawValue;

/**
 * Tags every read by its data, and answers 304 to a caller who has them. The tag is weak, because
 * the envelope around the data carries a new request id each time. {@code no-cache} lets a cache
 * keep the answer but not use it unasked: views change at any moment.
 */
@RestControllerAdvice(basePackages = "io.farmsync.query")
final class ConditionalReads implements ResponseBodyAdvice<Object> {

  private static final int TAG_BYTES = 16;

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
    String tag = tag(data);
    response.getHeaders().set(HttpHeaders.ETAG, "W/\"" + tag + "\"");
    response.getHeaders().set(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    if (EntityTags.isKnown(servlet.getServletRequest(), tag)) {
      response.setStatusCode(HttpStatus.NOT_MODIFIED);
      return null;
    }
    return new Envelope<>(
        envelope.status(),
        envelope.message(),
        new RawValue(new String(data, StandardCharsets.UTF_8)), // once written is enough
        envelope.errors(),
        envelope.requestId());
  }

  private static boolean isRead(Method method) {
    return AnnotatedElementUtils.hasAnnotation(method, GetMapping.class);
  }

  private static String tag(byte[] data) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(data);
      return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
