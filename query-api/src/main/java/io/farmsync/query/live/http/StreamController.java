package io.farmsync.query.live.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.query.live.Change;
import io.farmsync.query.live.Change.Kind;
import io.farmsync.query.live.Changes;
import io.farmsync.query.live.Interest;
import io.farmsync.query.live.Listening;
import io.farmsync.query.live.Listening.Heard;
import io.farmsync.query.live.TenantCells;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes of the caller's farms as server-sent events (HTML standard, 9.2). An event's id is a
 * position in the topics: any instance goes on from it, also after a restart. Each stream has a
 * thread, which waits for its reader; a reader that stays behind is dropped and told so.
 */
@RestController
@Access(Access.Policy.READ)
class StreamController {

  static final String PATH = "/api/v1/farms/stream";

  private static final String RETRY_MILLIS = "2000";

  private final Changes changes;
  private final TenantCells cells;
  private final StreamProperties properties;
  private final JsonMapper json;
  private final Clock clock;
  private final Map<String, Integer> open = new ConcurrentHashMap<>(); // clients with streams

  StreamController(
      Changes changes,
      TenantCells cells,
      StreamProperties properties,
      JsonMapper json,
      Clock clock) {
    this.changes = changes;
    this.cells = cells;
    this.properties = properties;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Events {@code farm}, {@code observation}, {@code job} and {@code weather}; {@code missed},
   * where some cannot be told any more; {@code end}, with the reason.
   */
  @GetMapping(PATH)
  void stream(
      Identity caller,
      @RequestParam(required = false) @Nullable String events,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    var kinds = kinds(events);
    if (open.merge(caller.credentialId(), 1, Integer::sum) > properties.perClient()) {
      leave(caller);
      throw Refusal.tooMany(properties.heartbeat().toSeconds());
    }
    try (var listening = listen(caller, kinds, lastEventId)) {
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("UTF-8");
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Accel-Buffering", "no"); // nginx would keep events back
      if (!request.getMethod().equals("HEAD")) {
        tell(listening, response);
      }
    } finally {
      leave(caller);
    }
  }

  private void leave(Identity caller) {
    open.computeIfPresent(caller.credentialId(), (_, count) -> count == 1 ? null : count - 1);
  }

  private Listening listen(Identity caller, Set<Kind> kinds, @Nullable String lastEventId) {
    Set<String> own = kinds.contains(Kind.WEATHER) ? cells.of(caller.tenant()) : Set.of();
    try {
      return changes.listen(
          new Interest(caller.tenant(), kinds, own),
          lastEventId == null || lastEventId.isBlank() ? null : lastEventId.strip());
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(
          "Last-Event-ID", "Must be the id of an event of this stream: " + e.getMessage() + ".");
    } catch (Changes.Unavailable e) {
      throw Refusal.unavailable(e.reason(), 2);
    }
  }

  private void tell(Listening listening, HttpServletResponse response)
      throws IOException, InterruptedException {
    Instant end = clock.instant().plus(properties.longest());
    write(response, "retry: " + RETRY_MILLIS + "\n\n");
    while (true) {
      switch (listening.next(properties.heartbeat())) {
        case Heard.Told(var change, var position) ->
            event(response, change.kind().wireName(), position.text(), body(change));
        case Heard.Silence(var position) ->
            write(response, ": nothing new\nid: " + position.text() + "\n\n");
        case Heard.Missed(var position) ->
            event(
                response,
                "missed",
                position.text(),
                Map.of(
                    "reason",
                    "too_old",
                    "detail",
                    "What happened since that id cannot be told any more; read it anew."));
        case Heard.Ended(var reason, var position) -> {
          event(response, "end", position.text(), reason(reason));
          return;
        }
      }
      if (clock.instant().isAfter(end)) {
        write(
            response,
            "event: end\ndata: {\"reason\":\"expired\",\"detail\":\"Come again with a valid token.\"}\n\n");
        return;
      }
    }
  }

  private static Map<String, Object> reason(Listening.Reason reason) {
    var text =
        switch (reason) {
          case TOO_SLOW -> "More happened than was read; come again with the last id.";
          case STOPPING -> "This instance stops; come again with the last id.";
        };
    return Map.of("reason", reason.name().toLowerCase(Locale.ROOT), "detail", text);
  }

  /** The members that webhooks have too. */
  private static Map<String, Object> body(Change change) {
    var body = new LinkedHashMap<String, Object>();
    body.put("type", change.type());
    body.put("timestamp", change.at().toString());
    body.put("data", change.data());
    return body;
  }

  private void event(HttpServletResponse response, String name, String id, Map<String, Object> data)
      throws IOException {
    write(
        response,
        "event: " + name + "\nid: " + id + "\ndata: " + json.writeValueAsString(data) + "\n\n");
  }

  private static void write(HttpServletResponse response, String text) throws IOException {
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    response.flushBuffer();
  }

  private static Set<Kind> kinds(@Nullable String events) {
    if (events == null || events.isBlank()) {
      return EnumSet.allOf(Kind.class);
    }
    var known =
        Arrays.stream(Kind.values()).collect(Collectors.toMap(Kind::wireName, kind -> kind));
    var wanted = EnumSet.noneOf(Kind.class);
    for (var word : events.split(",", -1)) {
      var kind = known.get(word.strip());
      if (kind == null) {
        throw Refusal.invalid(
            "events", "Must be some of farm, observation, job, weather, separated by commas.");
      }
      wanted.add(kind);
    }
    return wanted;
  }
}
