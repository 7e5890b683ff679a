package io.farmsync.sync.deadletter.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.auth.Access.Policy;
import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Page;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.platform.envelope.http.RequestContext;
import io.farmsync.schemas.DeadLetterDecision;
import io.farmsync.schemas.DeadLetterDecision.Kind;
import io.farmsync.sync.deadletter.DeadLetters;
import io.farmsync.sync.deadletter.DeadLetters.Order;
import io.farmsync.sync.deadletter.DeadLetters.OtherOrder;
import io.farmsync.sync.deadletter.DeadLetters.Outcome;
import io.farmsync.sync.deadletter.DeadLetters.Refused;
import io.farmsync.sync.deadletter.DeadLetters.Who;
import io.farmsync.sync.deadletter.Letter;
import io.farmsync.sync.deadletter.LetterId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Dead letters of all services, for administrators. */
@RestController
@RequestMapping("/api/v1/dead-letters")
@Access(Policy.ADMINISTRATION)
class DeadLetterController {

  private static final Logger log = LoggerFactory.getLogger(DeadLetterController.class);

  private final DeadLetters letters;

  DeadLetterController(DeadLetters letters) {
    this.letters = letters;
  }

  /**
   * A dead letter in a list.
   *
   * @param id {@code <topic>/<partition>/<offset>}
   * @param decision null while it is open
   */
  record LetterView(
      String id,
      String topic,
      Instant at,
      @Nullable String key,
      String stage,
      String code,
      String reason,
      int attempts,
      int redriven,
      @Nullable DeadLetterDecision decision) {

    static LetterView of(Letter letter) {
      return new LetterView(
          letter.id().toString(),
          letter.id().topic(),
          letter.at(),
          letter.key(),
          letter.stage(),
          letter.code(),
          letter.reason(),
          letter.attempts(),
          letter.redriven(),
          letter.decision());
    }
  }

  /** A dead letter with all of its record. */
  record WholeView(LetterView letter, Map<String, String> headers, @Nullable String value) {}

  /**
   * What became of an order.
   *
   * @param more whether the limit left some open: give the order again
   */
  record OutcomeView(
      boolean dryRun, int decided, List<String> letters, List<RefusedView> refused, boolean more) {}

  record RefusedView(String id, String reason) {
    static RefusedView of(Refused refused) {
      return new RefusedView(refused.letter().toString(), refused.why());
    }
  }

  /** Open letters, or all of them with {@code decided=true}; by topic, oldest first. */
  @GetMapping
  Envelope<Page<LetterView>> list(
      HttpServletRequest request,
      @RequestParam(required = false) @Nullable String decided,
      @RequestParam(required = false) @Nullable String page,
      @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
    var window = Page.Window.of(page, pageSize);
    var filter = DeadLetterPayload.ofQuery(request::getParameter);
    var found = letters.find(filter, "true".equals(decided), window.offset(), window.size());
    return Envelope.ok(
        Page.of(
            pathWithQuery(request),
            window,
            found.count(),
            found.letters().stream().map(LetterView::of).toList()));
  }

  @GetMapping("/{topic}/{partition}/{offset}")
  Envelope<WholeView> show(
      @PathVariable String topic, @PathVariable String partition, @PathVariable String offset) {
    var letter =
        letters
            .find(id(topic + "/" + partition + "/" + offset))
            .orElseThrow(DeadLetterController::unknown);
    return Envelope.ok(new WholeView(LetterView.of(letter), letter.headers(), letter.value()));
  }

  /** Writes records to their topics again. */
  @PostMapping("/redrive")
  Envelope<OutcomeView> redrive(
      HttpServletRequest request, Identity identity, @RequestBody JsonNode body) {
    return decide(Kind.REDRIVEN, request, identity, body);
  }

  /** Closes letters without doing anything with their records. */
  @PostMapping("/drop")
  Envelope<OutcomeView> drop(
      HttpServletRequest request, Identity identity, @RequestBody JsonNode body) {
    return decide(Kind.DROPPED, request, identity, body);
  }

  private Envelope<OutcomeView> decide(
      Kind kind, HttpServletRequest request, Identity identity, JsonNode body) {
    var wish = DeadLetterPayload.ofBody(body);
    var who =
        new Who(
            identity.subject(),
            wish.operator(),
            wish.note(),
            RequestContext.of(request).requestId());
    var order = new Order(kind, wish.filter(), wish.limit(), wish.dryRun(), wish.force(), who);
    Outcome outcome;
    try {
      outcome = letters.decide(order);
    } catch (OtherOrder e) {
      throw Refusal.conflict(
          "Another order on dead letters took over; what was decided until then stands.",
          "other_order");
    }
    if (!wish.dryRun()) {
      log.info("{} {} dead letters by {}", kind, outcome.decided().size(), who);
    }
    return Envelope.ok(
        new OutcomeView(
            wish.dryRun(),
            outcome.decided().size(),
            outcome.decided().stream().map(LetterId::toString).toList(),
            outcome.refused().stream().map(RefusedView::of).toList(),
            outcome.more()));
  }

  /** The path with the filter in it, for the links between pages. */
  private static String pathWithQuery(HttpServletRequest request) {
    String query = request.getQueryString();
    String kept =
        query == null
            ? ""
            : query.replaceAll("(^|&)(page|page_size)=[^&]*", "").replaceAll("^&", "");
    String path = RequestContext.of(request).path();
    return kept.isEmpty() ? path : path + "?" + kept;
  }

  private static LetterId id(String text) {
    try {
      return LetterId.parse(text);
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  private static Refusal unknown() {
    return Refusal.notFound("Dead letter not found.");
  }
}
