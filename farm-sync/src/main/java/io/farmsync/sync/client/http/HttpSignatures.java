package io.farmsync.sync.client.http;

import io.farmsync.platform.envelope.Refusal;
import io.farmsync.platform.envelope.http.RequestContext;
import io.farmsync.platform.throttle.Throttle;
import io.farmsync.platform.throttle.Throttle.Bucket;
import io.farmsync.sync.client.Failure;
import io.farmsync.sync.client.IntegrationClient;
import io.farmsync.sync.client.SignatureCheck;
import io.farmsync.sync.client.SignatureHeaders;
import io.farmsync.sync.client.SignedMessage;
import io.farmsync.sync.client.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Checks signatures of servlet requests and counts callers: verified ones by client, failures by
 * address, and by address and claimed client. A failure never takes anything from a client's own
 * allowance.
 */
final class HttpSignatures {

  /** Shown to users by existing clients. */
  private static final String MESSAGE = "Invalid Nextcloud signature";

  private final SignatureCheck check;
  private final Throttle throttle;
  private final Clock clock;
  private final MeterRegistry meters;

  HttpSignatures(SignatureCheck check, Throttle throttle, Clock clock, MeterRegistry meters) {
    this.check = check;
    this.throttle = throttle;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * The client that signed the request.
   *
   * @param allowedMethods what the route answers to
   * @throws Refusal 403 with the contract's code, or 429
   */
  IntegrationClient verify(HttpServletRequest request, Set<String> allowedMethods) {
    var message = message(request, allowedMethods);
    return switch (check.check(message, clock.instant())) {
      case Verdict.Verified(var client) -> {
        throttle.take(Bucket.SIGNED, client.clientId()).ifPresent(HttpSignatures::wait);
        yield client;
      }
      case Verdict.Failed(var why) -> throw refusal(request, message.headers().clientId(), why);
    };
  }

  private Refusal refusal(HttpServletRequest request, String claimed, Failure why) {
    meters.counter("farm_sync_signature_refusals", "code", why.code()).increment();
    String address = request.getRemoteAddr();
    return first(
            throttle.take(Bucket.ANONYMOUS, address),
            throttle.take(Bucket.FAILED_SIGNATURE, address + " " + claimed))
        .map(wait -> Refusal.tooMany(wait.toSeconds() + 1))
        .orElseGet(() -> Refusal.forbidden(MESSAGE, why.code()));
  }

  private static Optional<Duration> first(Optional<Duration> one, Optional<Duration> other) {
    return one.isPresent() ? one : other;
  }

  private static void wait(Duration wait) {
    throw Refusal.tooMany(wait.toSeconds() + 1);
  }

  private static SignedMessage message(HttpServletRequest request, Set<String> allowedMethods) {
    return new SignedMessage(
        request.getMethod(),
        allowedMethods,
        RequestContext.of(request).path(),
        request.getQueryString(),
        bodySha256(request),
        SignatureHeaders.of(request::getHeader));
  }

  private static String bodySha256(HttpServletRequest request) {
    try {
      byte[] body = request.getInputStream().readAllBytes(); // bounded by the body limit
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (IOException e) {
      throw new UncheckedIOException("the request body could not be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
