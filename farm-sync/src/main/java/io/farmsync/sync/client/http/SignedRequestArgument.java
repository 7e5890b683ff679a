package io.farmsync.sync.client.http;

import io.farmsync.sync.client.SignedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands the request to handlers that take a {@link SignedRequest}. */
final class SignedRequestArgument implements HandlerMethodArgumentResolver {

  private final HttpSignatures signatures;

  SignedRequestArgument(HttpSignatures signatures) {
    this.signatures = signatures;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType().equals(SignedRequest.class);
  }

  @Override
  public SignedRequest resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    var servlet = request.getNativeRequest(HttpServletRequest.class);
    if (servlet == null) {
      throw new IllegalStateException("not a servlet request");
    }
    var allowed = allowedMethods(parameter);
    return () -> signatures.verify(servlet, allowed);
  }

  private static Set<String> allowedMethods(MethodParameter parameter) {
    var mapping =
        AnnotatedElementUtils.findMergedAnnotation(parameter.getExecutable(), RequestMapping.class);
    var methods = new HashSet<String>();
    methods.add(RequestMethod.OPTIONS.name());
    if (mapping != null) {
      for (RequestMethod method : mapping.method()) {
        methods.add(method.name());
        if (method == RequestMethod.GET) {
          methods.add(RequestMethod.HEAD.name());
        }
      }
    }
    return methods;
  }
}
