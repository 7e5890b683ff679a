package io.farmsync.platform.auth.http;

import io.farmsync.platform.auth.Identity;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands the verified caller to handlers that take an {@link Identity}. */
final class IdentityArgument implements HandlerMethodArgumentResolver {

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType().equals(Identity.class);
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    Object identity =
        request.getAttribute(AuthenticationInterceptor.IDENTITY, RequestAttributes.SCOPE_REQUEST);
    if (identity == null) {
      throw new IllegalStateException(
          parameter.getExecutable() + " takes an identity but lets anonymous callers in");
    }
    return identity;
  }
}
