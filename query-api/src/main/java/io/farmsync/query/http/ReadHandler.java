package io.farmsync.query.http;

import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;

/**
 * A handler that takes only what every read takes and answers an envelope, so that it can be called
 * without Spring's resolvers and converters.
 *
 * @param method with its bean, as interceptors and error tables get it
 * @param pattern of its path, as metrics name it
 */
record ReadHandler(HandlerMethod method, String pattern, List<Argument> arguments) {

  /** Where the value of a parameter comes from. */
  interface Argument {
    @Nullable Object of(HttpServletRequest request, Map<String, String> variables);
  }

  /** The handler; null if it takes or answers anything else. */
  static @Nullable ReadHandler of(HandlerMethod mapped, String pattern) {
    var method = mapped.createWithResolvedBean();
    if (method.getMethod().getReturnType() != Envelope.class
        || AnnotatedElementUtils.hasAnnotation(method.getMethod(), ResponseStatus.class)
        || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), ResponseStatus.class)) {
      return null;
    }
    var arguments = new ArrayList<Argument>();
    for (MethodParameter parameter : method.getMethodParameters()) {
      parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
      var argument = argument(parameter);
      if (argument == null) {
        return null;
      }
      arguments.add(argument);
    }
    method.getMethod().setAccessible(true); // controllers are package-private
    return new ReadHandler(method, pattern, List.copyOf(arguments));
  }

  /** Calls it; what it throws comes as it is. */
  Envelope<?> call(HttpServletRequest request, Map<String, String> variables) throws Exception {
    var values = new @Nullable Object[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.get(i).of(request, variables);
    }
    Method called = method.getMethod();
    try {
      return (Envelope<?>) called.invoke(method.getBean(), values);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }

  private static @Nullable Argument argument(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    if (type == Identity.class) {
      String attribute = Identity.class.getName();
      return (request, _) -> request.getAttribute(attribute);
    }
    if (type == HttpServletRequest.class) {
      return (request, _) -> request;
    }
    var variable = parameter.getParameterAnnotation(PathVariable.class);
    if (variable != null && type == String.class && variable.required()) {
      String name = name(variable.name(), parameter);
      return name == null ? null : (_, variables) -> variables.get(name);
    }
    var query = parameter.getParameterAnnotation(RequestParam.class);
    if (query != null
        && type == String.class
        && !query.required()
        && query.defaultValue().equals(ValueConstants.DEFAULT_NONE)) {
      String name = name(query.name(), parameter);
      return name == null ? null : (request, _) -> joined(request.getParameterValues(name));
    }
    return null;
  }

  private static @Nullable String name(String given, MethodParameter parameter) {
    return given.isEmpty() ? parameter.getParameterName() : given;
  }

  private static @Nullable String joined(String @Nullable [] values) {
    return values == null || values.length == 0 ? null : String.join(",", values);
  }
}
