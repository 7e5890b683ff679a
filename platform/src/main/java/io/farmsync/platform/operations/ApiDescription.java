package io.farmsync.platform.operations;

import io.farmsync.platform.auth.Access;
import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The OpenAPI description, generated from the running routes: JSON, or YAML with {@code
 * ?format=yaml}.
 */
@Controller
@Hidden
@Access(Access.Policy.PUBLIC)
class ApiDescription {

  @GetMapping("/api/schema")
  String schema(@RequestParam(required = false) @Nullable String format) {
    return "yaml".equals(format) ? "forward:/api/openapi.yaml" : "forward:/api/openapi";
  }
}
