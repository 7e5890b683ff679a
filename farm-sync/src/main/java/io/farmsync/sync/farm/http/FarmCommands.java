package io.farmsync.sync.farm.http;

import io.farmsync.platform.auth.Identity;
import io.farmsync.platform.envelope.Refusal;
import io.farmsync.platform.envelope.http.RequestContext;
import io.farmsync.sync.farm.Caller;
import io.farmsync.sync.farm.FarmHistory.Origin;
import io.farmsync.sync.farm.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** What all farm routes read off a request, and how they word a rejection. */
final class FarmCommands {

  private FarmCommands() {}

  static Caller caller(Identity identity) {
    return new Caller(identity.tenant(), identity.credentialId());
  }

  static Origin origin(HttpServletRequest request) {
    var context = RequestContext.of(request);
    return new Origin(context.requestId(), context.traceParent());
  }

  /**
   * The farm id of a path.
   *
   * @throws Refusal 404 if it is no UUID
   */
  static UUID farmId(String text) {
    return FarmIds.parse(text).orElseThrow(FarmCommands::unknownFarm);
  }

  /**
   * Lets JSON pass.
   *
   * @throws HttpMediaTypeNotSupportedException if the body is of another type
   */
  static void requireJson(HttpServletRequest request) throws HttpMediaTypeNotSupportedException {
    String type = String.valueOf(request.getContentType());
    try {
      if (MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(type))) {
        return;
      }
    } catch (InvalidMediaTypeException e) {
      // refused below
    }
    throw new HttpMediaTypeNotSupportedException(
        "content type: " + type, List.of(MediaType.APPLICATION_JSON));
  }

  static Refusal unknownFarm() {
    return Refusal.notFound("Farm not found.");
  }

  /** The answer to a rejected sync; it may say that the id is taken. */
  static Refusal syncRefusal(Rejection reason) {
    return switch (reason) {
      case OTHER_TENANT ->
          Refusal.conflict("This external_farm_id belongs to another tenant.", "farm_conflict");
      case UNKNOWN_FARM -> unknownFarm();
      case PURGED ->
          Refusal.conflict(
              "This farm was purged; register it under another external_farm_id.", "farm_purged");
      case STILL_ACTIVE ->
          Refusal.conflict("This farm is active; retire it before it is purged.", "farm_active");
      case OTHER_VERSION -> Preconditions.failed();
      case OUTDATED ->
          Refusal.conflict(
              "A later state of this farm was synced before (source_updated_at).",
              "source_outdated");
      case KEY_USED_OTHERWISE ->
          Refusal.conflict(
              "This Idempotency-Key was used for another request; use a new one.",
              "idempotency_conflict");
    };
  }

  /** The answer to any other rejected command: another tenant's farm is as if it were not. */
  static Refusal refusal(Rejection reason) {
    return reason == Rejection.OTHER_TENANT ? unknownFarm() : syncRefusal(reason);
  }
}
