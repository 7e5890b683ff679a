package io.farmsync.query.http;

import io.farmsync.platform.envelope.Envelope;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;

/** Adds to the description of a route what it reads off the request by itself. */
final class ParameterDescriptions implements OperationCustomizer {

  private static final String READS = "io.farmsync.query";
  private static final String FARM = "external_farm_id";

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    Takes takes = handler.getMethodAnnotation(Takes.class);
    if (takes != null) {
      for (ReadParameter taken : takes.value()) {
        add(operation, new QueryParameter(), taken.wireName(), taken.type(), taken.description());
      }
    }
    boolean isOfFarm =
        Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of()).stream()
            .anyMatch(parameter -> parameter.getName().equals(FARM));
    if (isOfFarm) {
      add(
          operation,
          new QueryParameter(),
          WantedVersion.PARAMETER,
          "integer",
          "A version that a sync returned: this or a newer one is read, or 503 version_not_yet.");
      add(
          operation,
          new HeaderParameter(),
          "Prefer",
          "string",
          "wait=n: seconds to wait for min_version, at most 10.");
    }
    if (isTagged(handler)) {
      add(
          operation,
          new HeaderParameter(),
          "If-None-Match",
          "string",
          "Entity tags that the caller has; 304 if one of them is still right.");
    }
    return operation;
  }

  /** Pages and streams have no entity tags, nor have routes that every service has. */
  private static boolean isTagged(HandlerMethod handler) {
    Class<?> answer = handler.getMethod().getReturnType();
    return handler.hasMethodAnnotation(GetMapping.class)
        && handler.getBeanType().getPackageName().startsWith(READS)
        && (answer == Envelope.class || answer == ResponseEntity.class);
  }

  private static void add(
      Operation operation, Parameter parameter, String name, String type, String description) {
    boolean isThere =
        Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of()).stream()
            .anyMatch(known -> known.getName().equals(name));
    if (!isThere) {
      var schema = new Schema<>();
      schema.setTypes(Set.of(type));
      operation.addParametersItem(
          parameter.name(name).required(false).description(description).schema(schema));
    }
  }
}
