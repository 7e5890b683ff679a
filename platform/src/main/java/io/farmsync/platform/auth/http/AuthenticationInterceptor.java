package io.farmsync.platform.auth.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.platform.auth.ApiKeyVerifier;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.auth.Identity.Kind;
import io.farmsync.platform.auth.Scope;
import io.farmsync.platform.auth.TokenVerifier;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.platform.throttle.Throttle;
import io.farmsync.platform.throttle.Throttle.Bucket;
import io.farmsync.platform.trace.LogIds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * The one place where callers are known, counted and let in. In this order: failures of this caller
 * so far, credentials (401), throttle (429), scope (403).
 */
final class AuthenticationInterceptor implements HandlerInterceptor {

  static final String IDENTITY = Identity.class.getName();

  private static final String BEARER = "Bearer ";

  private final TokenVerifier tokens;
  private final ApiKeyVerifier apiKeys;
  private final Throttle throttle;
  private final Map<Method, Policy> policies = new ConcurrentHashMap<>(); // as many as handlers

  AuthenticationInterceptor(TokenVerifier tokens, ApiKeyVerifier apiKeys, Throttle throttle) {
    this.tokens = tokens;
    this.apiKeys = apiKeys;
    this.throttle = throttle;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method)
        || !method.getBeanType().getName().startsWith("io.farmsync.")) {
      return true; // static files and the API description's own pages
    }
    switch (policies.computeIfAbsent(method.getMethod(), _ -> policy(method))) {
      case PUBLIC, SIGNED -> {}
      case API_KEY ->
          admit(
              request,
              byApiKey(request)
                  .orElseThrow(() -> failed(request, "Invalid or expired API key.", null)));
      case WEBHOOK -> admit(request, require(Scope.WRITE, byWebhookKey(request)));
      case TOKEN -> admit(request, byToken(request));
      case READ -> admit(request, require(Scope.READ, byTokenOrKey(request)));
      case WRITE -> admit(request, require(Scope.WRITE, byTokenOrKey(request)));
      case ADMINISTRATION -> admit(request, administrator(request));
    }
    return true;
  }

  private static Policy policy(HandlerMethod method) {
    var access = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Access.class);
    if (access == null) {
      access = AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Access.class);
    }
    if (access == null) {
      throw new IllegalStateException(method + " does not say who may call it (@Access)");
    }
    return access.value();
  }

  private Identity byTokenOrKey(HttpServletRequest request) {
    if (request.getHeader("Authorization") == null && request.getHeader("X-API-Key") != null) {
      return byApiKey(request)
          .orElseThrow(() -> failed(request, "Invalid or expired API key.", null));
    }
    return byToken(request);
  }

  private Identity byToken(HttpServletRequest request) {
    var identity = bearer(request);
    if (identity.kind() != Kind.TOKEN) {
      throw failed(request, "Token is for another audience.", "token_not_valid");
    }
    throttle(Bucket.USER, identity.credentialId());
    return identity;
  }

  private Identity administrator(HttpServletRequest request) {
    var identity = bearer(request);
    if (identity.kind() != Kind.ADMINISTRATOR) {
      throw failed(request, "Token is for another audience.", "token_not_valid");
    }
    throttle(Bucket.USER, identity.credentialId());
    return identity;
  }

  private Identity bearer(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw failed(request, "Authentication credentials were not provided.", null);
    }
    return tokens
        .verify(header.substring(BEARER.length()).strip())
        .orElseThrow(() -> failed(request, "Token is invalid or expired.", "token_not_valid"));
  }

  private Optional<Identity> byApiKey(HttpServletRequest request) {
    String text = request.getHeader("X-API-Key");
    if (text == null) {
      throw failed(request, "Authentication credentials were not provided.", null);
    }
    var identity = apiKeys.verify(text.strip());
    identity.ifPresent(known -> throttle(Bucket.API_KEY, known.credentialId()));
    return identity;
  }

  /** Counted like a token: a webhook that is refused is not sent again. */
  private Identity byWebhookKey(HttpServletRequest request) {
    String text = request.getHeader("X-API-Key");
    var identity =
        apiKeys
            .verify(text == null ? "" : text.strip())
            .orElseThrow(() -> failed(request, "Invalid or expired API key.", null));
    throttle(Bucket.USER, identity.credentialId());
    return identity;
  }

  private static Identity require(Scope scope, Identity identity) {
    if (!identity.may(scope)) {
      throw Refusal.forbidden(
          "This needs the scope "
              + scope.wireName()
              + "; the credentials have "
              + identity.scopeText()
              + ".",
          "insufficient_scope");
    }
    return identity;
  }

  private void throttle(Bucket bucket, String key) {
    throttle
        .take(bucket, key)
        .ifPresent(wait -> {
          throw Refusal.tooMany(wait.toSeconds() + 1);
        });
  }

  /** The 401 for this request, or the 429 once its address has failed too often. */
  private Refusal failed(HttpServletRequest request, String detail, @Nullable String code) {
    return throttle
        .take(Bucket.ANONYMOUS, request.getRemoteAddr())
        .map(wait -> Refusal.tooMany(wait.toSeconds() + 1))
        .orElseGet(() -> Refusal.unauthenticated(detail, code));
  }

  private static void admit(HttpServletRequest request, Identity identity) {
    request.setAttribute(IDENTITY, identity);
    MDC.put(LogIds.TENANT, identity.tenant()); // the first filter takes it away
  }
}
