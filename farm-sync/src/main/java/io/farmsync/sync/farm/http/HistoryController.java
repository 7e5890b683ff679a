package io.farmsync.sync.farm.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Page;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.platform.envelope.http.RequestContext;
import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.FarmState;
import io.farmsync.sync.farm.FarmHistory;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened to a farm, and how it was. Each event carries the farm's full state after it. */
@RestController
@RequestMapping("/api/v1/farms/{id}/events")
@Access(Policy.READ)
class HistoryController {

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  private final FarmHistory history;

  HistoryController(FarmHistory history) {
    this.history = history;
  }

  /** All that happened to the farm, oldest first. */
  @GetMapping
  Envelope<Page<FarmEvent>> events(
      HttpServletRequest request,
      Identity identity,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String page,
      @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
    var window = Page.Window.of(page, pageSize);
    var farm = farm(identity, id);
    var events = history.events(farm.externalFarmId(), window.offset(), window.size());
    return Envelope.ok(Page.of(RequestContext.of(request).path(), window, farm.version(), events));
  }

  /** The event that led to a version, with the farm as of it. */
  @GetMapping("/{version}")
  Envelope<FarmEvent> event(
      Identity identity, @PathVariable String id, @PathVariable String version) {
    var farm = farm(identity, id);
    if (!VERSION.matcher(version).matches()) {
      throw noEvent();
    }
    return Envelope.ok(
        history
            .eventAt(farm.externalFarmId(), Long.parseLong(version))
            .orElseThrow(HistoryController::noEvent));
  }

  /** The latest event up to a time, with the farm as of it; 404 before its registration. */
  @GetMapping("/as-of")
  Envelope<FarmEvent> asOf(
      Identity identity,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String time) {
    var at = time(time);
    return Envelope.ok(
        history
            .latestEventUntil(farm(identity, id).externalFarmId(), at)
            .orElseThrow(HistoryController::noEvent));
  }

  private FarmState farm(Identity identity, String id) {
    return Optional.of(FarmCommands.farmId(id))
        .flatMap(history::find)
        .filter(known -> known.tenant().equals(identity.tenant()))
        .orElseThrow(FarmCommands::unknownFarm);
  }

  private static Instant time(@Nullable String text) {
    try {
      // in a query an unescaped plus sign arrives as a space
      return OffsetDateTime.parse(text == null ? "" : text.replace(' ', '+')).toInstant();
    } catch (DateTimeParseException e) {
      throw Refusal.invalid("time", "Must be a time such as 2026-05-01T12:00:00Z.");
    }
  }

  private static Refusal noEvent() {
    return Refusal.notFound("The farm has no such event.");
  }
}
