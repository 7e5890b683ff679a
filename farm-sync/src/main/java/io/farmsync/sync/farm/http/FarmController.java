package io.farmsync.sync.farm.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.schemas.FarmState;
import io.farmsync.sync.farm.BoundarySurvey;
import io.farmsync.sync.farm.FarmCommand;
import io.farmsync.sync.farm.FarmCommand.PurgeFarm;
import io.farmsync.sync.farm.FarmCommand.RestoreFarm;
import io.farmsync.sync.farm.FarmCommand.RetireFarm;
import io.farmsync.sync.farm.FarmHistory;
import io.farmsync.sync.farm.FarmHistory.Change;
import io.farmsync.sync.farm.FarmHistory.Once;
import io.farmsync.sync.farm.FarmHistory.Outcome;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Commands on one farm. */
@RestController
@RequestMapping("/api/v1/farms")
class FarmController {

  private static final String IF_MATCH = "If-Match";
  private static final String VERSION = "X-Farm-Version";

  /** Says what was mended in the geometry that was sent, and where. */
  private static final String REPAIRED = "X-Geometry-Repaired";

  private final FarmHistory history;
  private final SyncPayload payloads;
  private final CommandProperties properties;
  private final CommandMetrics metrics;

  FarmController(
      FarmHistory history,
      BoundarySurvey survey,
      CommandProperties properties,
      CommandMetrics metrics) {
    this.history = history;
    this.payloads = new SyncPayload(survey);
    this.properties = properties;
    this.metrics = metrics;
  }

  /** Registers the farm, or makes it look like the payload. */
  @PostMapping("/sync")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = SyncBody.class)))
  @Access(Policy.WRITE)
  ResponseEntity<Envelope<FarmView>> sync(
      HttpServletRequest request,
      Identity identity,
      @RequestHeader(name = IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @RequestBody(required = false) byte @Nullable [] body)
      throws HttpMediaTypeNotSupportedException {
    FarmCommands.requireJson(request);
    var json = PayloadJson.parse(body == null ? new byte[0] : body);
    var expectation = Preconditions.of(ifMatch);
    var once =
        IdempotencyKey.of(key)
            .map(text ->
                new Once(
                    identity.credentialId(),
                    text,
                    PayloadJson.hash(json),
                    properties.strictIdempotency()));
    var problems = new Problems();
    var wish =
        payloads.read(json, FarmCommands.caller(identity), problems).orElseThrow(problems::refusal);
    var change = new Change(wish.command(), expectation);
    var outcome = history.apply(change, FarmCommands.origin(request), once.orElse(null));
    metrics.count("sync", outcome);
    return switch (outcome) {
      case Outcome.Applied(var farm, _) -> {
        var response = response(farm);
        if (wish.repair() != null) {
          response.header(REPAIRED, wish.repair());
        }
        yield response.body(Envelope.ok("Farm synced", FarmView.of(farm)));
      }
      case Outcome.Repeated(var farm) ->
          response(farm)
              .header(IdempotencyKey.REPLAYED, "true")
              .body(Envelope.ok("Farm synced", FarmView.of(farm)));
      case Outcome.Refused(var reason) -> throw FarmCommands.syncRefusal(reason);
    };
  }

  /** Stops the work for the farm; its history stays. */
  @DeleteMapping("/{id}")
  @Access(Policy.WRITE)
  ResponseEntity<Envelope<FarmView>> retire(
      HttpServletRequest request,
      Identity identity,
      @PathVariable String id,
      @RequestHeader(name = IF_MATCH, required = false) @Nullable String ifMatch) {
    var command = new RetireFarm(FarmCommands.farmId(id), FarmCommands.caller(identity));
    return apply("retire", "Farm retired", command, ifMatch, request);
  }

  /** Works for a retired farm again. */
  @PostMapping("/{id}/restore")
  @Access(Policy.WRITE)
  ResponseEntity<Envelope<FarmView>> restore(
      HttpServletRequest request,
      Identity identity,
      @PathVariable String id,
      @RequestHeader(name = IF_MATCH, required = false) @Nullable String ifMatch) {
    var command = new RestoreFarm(FarmCommands.farmId(id), FarmCommands.caller(identity));
    return apply("restore", "Farm restored", command, ifMatch, request);
  }

  /**
   * Erases all that is told of a retired farm, for good: its values, pictures and jobs, its names
   * and its place. 409 {@code farm_active} while it is not retired.
   */
  @PostMapping("/{id}/purge")
  @Access(Policy.WRITE)
  ResponseEntity<Envelope<FarmView>> purge(
      HttpServletRequest request,
      Identity identity,
      @PathVariable String id,
      @RequestHeader(name = IF_MATCH, required = false) @Nullable String ifMatch) {
    var command = new PurgeFarm(FarmCommands.farmId(id), FarmCommands.caller(identity));
    return apply("purge", "Farm purged", command, ifMatch, request);
  }

  /** The paths of commands are no farm ids. */
  @RequestMapping(
      path = {"/sync", "/sync/batch"},
      method = {
        RequestMethod.GET,
        RequestMethod.HEAD,
        RequestMethod.PUT,
        RequestMethod.PATCH,
        RequestMethod.DELETE
      })
  @Access(Policy.PUBLIC)
  @Hidden
  void onlyPost(HttpServletRequest request) throws HttpRequestMethodNotSupportedException {
    throw new HttpRequestMethodNotSupportedException(request.getMethod(), List.of("POST"));
  }

  private ResponseEntity<Envelope<FarmView>> apply(
      String name,
      String message,
      FarmCommand command,
      @Nullable String ifMatch,
      HttpServletRequest request) {
    var change = new Change(command, Preconditions.of(ifMatch));
    var outcome = history.apply(change, FarmCommands.origin(request), null);
    metrics.count(name, outcome);
    return switch (outcome) {
      case Outcome.Applied(var farm, _) ->
          response(farm).body(Envelope.ok(message, FarmView.of(farm)));
      case Outcome.Repeated(var farm) ->
          response(farm).body(Envelope.ok(message, FarmView.of(farm)));
      case Outcome.Refused(var reason) -> throw FarmCommands.refusal(reason);
    };
  }

  private static ResponseEntity.BodyBuilder response(FarmState farm) {
    return ResponseEntity.ok()
        .eTag(Long.toString(farm.version()))
        .header(VERSION, Long.toString(farm.version()));
  }
}
