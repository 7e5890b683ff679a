package io.farmsync.sync.farm.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.sync.farm.BoundarySurvey;
import io.farmsync.sync.farm.Expectation;
import io.farmsync.sync.farm.FarmCommand;
import io.farmsync.sync.farm.FarmCommand.RetireFarm;
import io.farmsync.sync.farm.FarmHistory;
import io.farmsync.sync.farm.FarmHistory.Change;
import io.farmsync.sync.farm.FarmHistory.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * Takes what Nextcloud's own app {@code webhook_listeners} sends when a row of a table changes:
 * {@code event} (class, tableId, rowId, values by column), {@code user} and {@code time}. Nextcloud
 * sends no content type, and never repeats a delivery that was refused.
 */
@RestController
class NextcloudWebhook {

  private static final String ADDED = "OCA\\Tables\\Event\\RowAddedEvent";
  private static final String UPDATED = "OCA\\Tables\\Event\\RowUpdatedEvent";
  private static final String DELETED = "OCA\\Tables\\Event\\RowDeletedEvent";

  /** The year 9999. */
  private static final long LATEST = 253_370_764_800L;

  private final FarmHistory history;
  private final SyncPayload payloads;
  private final CommandMetrics metrics;
  private final Map<Long, FarmTable> tables;

  NextcloudWebhook(
      FarmHistory history,
      BoundarySurvey survey,
      CommandMetrics metrics,
      NextcloudProperties properties) {
    this.history = history;
    this.payloads = new SyncPayload(survey);
    this.metrics = metrics;
    this.tables = FarmTable.parse(properties.tables());
  }

  /** What was done about an event. */
  record Received(UUID externalFarmId, long version, boolean changed) {}

  /** A row that is added or changed syncs its farm, one that is deleted retires it. */
  @PostMapping("/api/v1/integrations/nextcloud/webhook")
  @Access(Policy.WEBHOOK)
  Envelope<Received> receive(
      HttpServletRequest request,
      Identity identity,
      @RequestBody(required = false) byte @Nullable [] body) {
    var message = PayloadJson.parse(body == null ? new byte[0] : body);
    var command = command(message, identity);
    var outcome =
        history.apply(
            new Change(command, new Expectation.None()), FarmCommands.origin(request), null);
    metrics.count("webhook", outcome);
    return switch (outcome) {
      case Outcome.Applied(var farm, int events) ->
          Envelope.ok(new Received(farm.externalFarmId(), farm.version(), events > 0));
      case Outcome.Repeated(var farm) ->
          Envelope.ok(new Received(farm.externalFarmId(), farm.version(), false));
      case Outcome.Refused(var reason) -> throw FarmCommands.syncRefusal(reason);
    };
  }

  private FarmCommand command(JsonNode message, Identity identity) {
    JsonNode row = message.path("event");
    FarmTable table = tables.get(row.path("tableId").asLong(-1));
    if (table == null) {
      throw Refusal.invalid(
          Map.of(
              "event",
              Map.of("tableId", List.of("Not one of the tables in NEXTCLOUD_FARM_TABLES_JSON."))));
    }
    var caller = FarmCommands.caller(identity);
    return switch (row.path("class").asString("")) {
      case ADDED, UPDATED -> {
        var problems = new Problems();
        JsonNode user = message.path("user").path("uid");
        var payload =
            table.payload(
                identity.tenant(), row, user.isString() ? user.stringValue() : null, time(message));
        yield payloads.read(payload, caller, problems).orElseThrow(problems::refusal).command();
      }
      case DELETED ->
          new RetireFarm(
              table.farmId(identity.tenant(), row).orElseThrow(FarmCommands::unknownFarm), caller);
      default ->
          throw Refusal.invalid(
              Map.of("event", Map.of("class", List.of("Not an event of a table's row."))));
    };
  }

  private static Instant time(JsonNode message) {
    JsonNode time = message.path("time");
    if (!time.isIntegralNumber() || time.asLong(-1) < 0 || time.asLong(-1) > LATEST) {
      throw Refusal.invalid("time", "Must be Unix seconds.");
    }
    return Instant.ofEpochSecond(time.asLong());
  }
}
