package io.farmsync.sync.farm.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.schemas.FarmState;
import io.farmsync.sync.farm.BoundarySurvey;
import io.farmsync.sync.farm.Expectation;
import io.farmsync.sync.farm.FarmHistory;
import io.farmsync.sync.farm.FarmHistory.Change;
import io.farmsync.sync.farm.FarmHistory.Outcome;
import io.farmsync.sync.farm.http.SyncPayload.Wish;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Many syncs in one request and one transaction; a bad one does not hold the others. */
@RestController
class BatchController {

  static final String PATH = "/api/v1/farms/sync/batch";

  private static final int MAX_FARMS = 1000;

  private final FarmHistory history;
  private final SyncPayload payloads;
  private final CommandMetrics metrics;

  BatchController(FarmHistory history, BoundarySurvey survey, CommandMetrics metrics) {
    this.history = history;
    this.payloads = new SyncPayload(survey);
    this.metrics = metrics;
  }

  /**
   * What came of a batch.
   *
   * @param results one for each farm of the request, in its order
   */
  record BatchView(int synced, int failed, List<ItemView> results) {}

  /**
   * What came of one farm of a batch: the farm and its version, or the errors a sync of it alone
   * would have had.
   *
   * @param status the HTTP status a sync of it alone would have had
   * @param geometryRepaired what was mended in its geometry, null if nothing
   */
  record ItemView(
      int index,
      int status,
      @Nullable Long version,
      @Nullable FarmView farm,
      @Nullable String geometryRepaired,
      @Nullable Map<String, ?> errors) {

    static ItemView failed(int index, Refusal refusal) {
      return new ItemView(index, refusal.status(), null, null, null, refusal.errors());
    }
  }

  private record Item(Optional<Wish> wish, Problems problems) {}

  /** Syncs the member {@code farms} of the body, up to a thousand, in their order. */
  @PostMapping(PATH)
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = SyncBody.Batch.class)))
  @Access(Policy.WRITE)
  Envelope<BatchView> sync(
      HttpServletRequest request,
      Identity identity,
      @RequestBody(required = false) byte @Nullable [] body)
      throws HttpMediaTypeNotSupportedException {
    FarmCommands.requireJson(request);
    var items = new ArrayList<Item>();
    for (JsonNode payload : farms(PayloadJson.parse(body == null ? new byte[0] : body))) {
      var problems = new Problems();
      items.add(
          new Item(payloads.read(payload, FarmCommands.caller(identity), problems), problems));
    }
    List<Change> changes =
        items.stream()
            .flatMap(item -> item.wish().stream())
            .map(wish -> new Change(wish.command(), new Expectation.None()))
            .toList();
    var outcomes = history.applyAll(changes, FarmCommands.origin(request));
    outcomes.forEach(outcome -> metrics.count("batch", outcome));
    return Envelope.ok("Batch synced", view(items, outcomes.iterator()));
  }

  private static JsonNode farms(JsonNode body) {
    JsonNode farms = body.isObject() ? body.get("farms") : null;
    if (farms == null || !farms.isArray() || farms.isEmpty() || farms.size() > MAX_FARMS) {
      throw Refusal.invalid("farms", "Must be a list of 1 to " + MAX_FARMS + " farms.");
    }
    return farms;
  }

  private static BatchView view(List<Item> items, Iterator<Outcome> outcomes) {
    var results = new ArrayList<ItemView>();
    for (Item item : items) {
      int index = results.size();
      results.add(
          item.wish()
              .map(wish -> view(index, wish, outcomes.next()))
              .orElseGet(() -> ItemView.failed(index, item.problems().refusal())));
    }
    int synced = (int) results.stream().filter(result -> result.errors() == null).count();
    return new BatchView(synced, results.size() - synced, List.copyOf(results));
  }

  private static ItemView view(int index, Wish wish, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied(var farm, _) -> synced(index, wish, farm);
      case Outcome.Repeated(var farm) -> synced(index, wish, farm);
      case Outcome.Refused(var reason) -> ItemView.failed(index, FarmCommands.syncRefusal(reason));
    };
  }

  private static ItemView synced(int index, Wish wish, FarmState farm) {
    return new ItemView(index, 200, farm.version(), FarmView.of(farm), wish.repair(), null);
  }
}
