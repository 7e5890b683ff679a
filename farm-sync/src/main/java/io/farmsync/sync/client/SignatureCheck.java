package io.farmsync.sync.client;

import io.farmsync.platform.secret.Secret;
import io.farmsync.sync.client.Verdict.Failed;
import io.farmsync.sync.client.Verdict.Verified;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verifies HMAC-SHA256 signatures of requests. The order of the checks is part of the contract: a
 * client sees the code of the first that fails. The nonce is consumed last, so a request that is
 * refused may be sent again with it.
 */
public final class SignatureCheck {

  /** SHA-256 of no bytes at all. */
  static final String EMPTY_BODY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final Pattern TIMESTAMP = Pattern.compile("[+-]?[0-9]{1,15}");

  private final Clients clients;
  private final Nonces nonces;
  private final Duration maxSkew;

  /**
   * @param maxSkew how far a timestamp may be from now, either way
   */
  public SignatureCheck(Clients clients, Nonces nonces, Duration maxSkew) {
    this.clients = clients;
    this.nonces = nonces;
    this.maxSkew = maxSkew;
  }

  public Verdict check(SignedMessage message, Instant now) {
    var headers = message.headers();
    if (!headers.areComplete()) {
      return new Failed(Failure.MISSING_HEADERS);
    }
    if (!TIMESTAMP.matcher(headers.timestamp().strip()).matches()) {
      return new Failed(Failure.SKEW);
    }
    long timestamp = Long.parseLong(headers.timestamp().strip());
    var known = clients.signing(headers.clientId()).filter(signing -> signing.client().active());
    if (known.isEmpty()) {
      return new Failed(Failure.UNKNOWN_CLIENT);
    }
    if (Math.abs(now.getEpochSecond() - timestamp) > maxSkew.toSeconds()) {
      return new Failed(Failure.SKEW);
    }
    var signing = known.get();
    var mismatch = mismatch(message, timestamp, signing, now);
    if (mismatch.isPresent()) {
      return new Failed(mismatch.get());
    }
    if (headers.nameTwoClients()) {
      return new Failed(Failure.CLIENT_MISMATCH);
    }
    var until = Instant.ofEpochSecond(Math.max(timestamp, now.getEpochSecond())).plus(maxSkew);
    return nonces.consume(headers.clientId(), headers.nonce(), until.plus(maxSkew))
        ? new Verified(signing.client())
        : new Failed(Failure.REPLAY);
  }

  /** Empty if the signature fits; else the best that can be said of why it does not. */
  private static Optional<Failure> mismatch(
      SignedMessage message, long timestamp, SigningClient signing, Instant now) {
    var query = CanonicalQuery.of(message.query());
    var path = CanonicalQuery.decodedPath(message.path());
    if (query.isEmpty() || path.isEmpty()) {
      return Optional.of(Failure.SIG_MISMATCH); // not UTF-8: has no canonical form
    }
    var sent =
        new Canonical(
            message.method(),
            path.get(),
            query.get(),
            timestamp,
            message.headers().nonce(),
            coveredBody(message.method(), message.bodySha256()));
    String shown = message.headers().signature();
    @Nullable Secret previous = signing.previousAt(now);
    if (fits(shown, signing.current(), sent) || (previous != null && fits(shown, previous, sent))) {
      return Optional.empty();
    }
    return Optional.of(hint(message, sent, shown, signing.current()));
  }

  /** What the client probably signed instead; only a holder of the secret learns anything. */
  private static Failure hint(SignedMessage message, Canonical sent, String shown, Secret secret) {
    Stream<Canonical> otherMethods =
        message.allowedMethods().stream()
            .filter(method -> !method.equals(sent.method()))
            .map(method -> sent.with(method, coveredBody(method, message.bodySha256())));
    if (otherMethods.anyMatch(other -> fits(shown, secret, other))) {
      return Failure.METHOD_MISMATCH;
    }
    if (fits(shown, secret, sent.withOtherSlash())) {
      return Failure.PATH_MISMATCH;
    }
    String otherBody = message.method().equals("GET") ? message.bodySha256() : EMPTY_BODY;
    return fits(shown, secret, sent.with(message.method(), otherBody))
        ? Failure.BODY_HASH_MISMATCH
        : Failure.SIG_MISMATCH;
  }

  private static String coveredBody(String method, String bodySha256) {
    return method.equals("GET") ? EMPTY_BODY : bodySha256;
  }

  private static boolean fits(String shown, Secret secret, Canonical request) {
    byte[] expected = request.sign(secret);
    return same(shown.toLowerCase(Locale.ROOT), HexFormat.of().formatHex(expected))
        || same(shown, Base64.getEncoder().encodeToString(expected));
  }

  private static boolean same(String shown, String expected) {
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }

  /** The six lines that are signed. */
  record Canonical(
      String method, String path, String query, long timestamp, String nonce, String bodySha256) {

    Canonical with(String otherMethod, String otherBodySha256) {
      return new Canonical(otherMethod, path, query, timestamp, nonce, otherBodySha256);
    }

    Canonical withOtherSlash() {
      String other = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
      return new Canonical(method, other, query, timestamp, nonce, bodySha256);
    }

    String text() {
      return String.join("\n", method, path, query, Long.toString(timestamp), nonce, bodySha256);
    }

    byte[] sign(Secret secret) {
      try {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.bytes(), "HmacSHA256"));
        return mac.doFinal(text().getBytes(StandardCharsets.UTF_8));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
      }
    }
  }
}
