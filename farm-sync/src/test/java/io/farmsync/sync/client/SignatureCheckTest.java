package io.farmsync.sync.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.platform.secret.Secret;
import io.farmsync.sync.client.Verdict.Failed;
import io.farmsync.sync.client.Verdict.Verified;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureCheckTest {

  private static final Secret SECRET = secret("contract-vector-secret-0123456789");
  private static final Secret OLDER = secret("an-older-secret");
  private static final long THEN = 1767225600;
  private static final String CLIENT = "nextcloud-1";
  private static final String PING = "/api/v1/integrations/nextcloud/ping/";
  private static final String TOKEN = "/api/v1/integrations/token/";
  private static final String V1_NONCE = "11111111-1111-4111-8111-111111111111";
  private static final String V1 =
      "d81dc5e55425d3a913dc7a8f4d16aa825ceb39d02a7c70af039e722f0dbcc4ed";

  private final Map<String, SigningClient> clients = new HashMap<>();
  private final Set<String> nonces = new HashSet<>();
  private final SignatureCheck check =
      new SignatureCheck(
          new OnlySigning(clients),
          (client, nonce, until) -> nonces.add(client + " " + nonce),
          Duration.ofMinutes(5));
  private Instant now = Instant.ofEpochSecond(THEN);

  SignatureCheckTest() {
    clients.put(CLIENT, client(CLIENT, true, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "11111111-1111-4111-8111-111111111111|"
            + "|d81dc5e55425d3a913dc7a8f4d16aa825ceb39d02a7c70af039e722f0dbcc4ed"
            + "|2B3F5VQl06kT3HqPTRaqglzrOdAqfHCvA55yLw28xO0=",
        "22222222-2222-4222-8222-222222222222"
            + "|z=last&a=2&b=two%20words&a=1&q=x+y&plus=%2B&empty=&bare&A=upper"
            + "|d6374b94399ecda41e4560cf1e43f3a86a8c90731a65afe66d3d96318a6c066e"
            + "|1jdLlDmezaQeRWDPHkPzqGqMkHMaZa/mbT2WMYpsBm4=",
        "33333333-3333-4333-8333-333333333333"
            + "|name=Caf%c3%a9&t=~tilde-_.&s=*!()'&sl=a/b:c&n=%E8%BE%B2%E5%A0%B4"
            + "|e2f1327db0520de0de2832169370d923bf5dcaea25b8f6b77be1d89b931e7b62"
            + "|4vEyfbBSDeDeKDIWk3DZI79dyuoluPa3e+HYm5Mee2I=",
      })
  void pingsOfTheContractVerifyInHexAndBase64(
      String nonce, @Nullable String query, String hex, String base64) {
    for (String signature : List.of(hex, hex.toUpperCase(Locale.ROOT), base64)) {
      nonces.clear();
      assertThat(check.check(message("GET", PING, query, "", nonce, signature), now))
          .isInstanceOf(Verified.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b722f72b24b7e764a5b6ab478080cd9b5d7688cb9bab6419b077fa54ffa8581f",
        "tyL3KyS352SltqtHgIDNm112iMubq2QZsHf6VP+oWB8="
      })
  void theTokenRequestOfTheContractVerifies(String signature) {
    assertThat(check(post(TOKEN, "", "44444444-4444-4444-8444-444444444444", signature)))
        .isInstanceOf(Verified.class);
  }

  @Test
  void aBodyOfAnyTextVerifies() {
    assertThat(
            check(
                post(
                    "/api/v1/farms/sync",
                    "{\"name\":\"Shamba la Émile 農場 🌱\"}",
                    "55555555-5555-4555-8555-555555555555",
                    "af211e8872287144d84537a0aeea9c96be23d7d6ed19762c5e62ad993453b1bb")))
        .isInstanceOf(Verified.class);
  }

  @Test
  void aPathSignedWithoutItsSlashIsHinted() {
    assertThat(
            check(
                post(
                    TOKEN,
                    "",
                    "44444444-4444-4444-8444-444444444444",
                    "6456809658975022552621e59af1a8be8f84b4ccade609d8424b78be4cfd4574")))
        .isEqualTo(new Failed(Failure.PATH_MISMATCH));
  }

  @Test
  void theBodyOfAGetIsIgnored() {
    assertThat(
            check.check(
                message(
                    "GET",
                    PING,
                    null,
                    "{\"ignored\":true}",
                    "77777777-7777-4777-8777-777777777777",
                    "de6e3d8069716812888a8c6d7b2dd14682d7f55f60d3697f270b58dec1eec8b0"),
                now))
        .isInstanceOf(Verified.class);
  }

  @Test
  void thePublishedVectorOfThePeerVerifies() {
    clients.put(
        CLIENT,
        new SigningClient(
            client(CLIENT, true, null).client(), secret("nextcloud-hmac-secret"), null));
    now = Instant.ofEpochSecond(1700000000);
    var headers =
        headers(
            CLIENT,
            "1700000000",
            "nonce-00000000-0000-0000-0000-000000000000",
            "9a31cb345c95194393ac632715518c44cc7c967a2219ccda02f55cbfc1a8d894");
    var message = new SignedMessage("POST", Set.of("POST"), TOKEN, null, sha256(""), headers);
    assertThat(check.check(message, now)).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1767225600, n, s, MISSING_HEADERS",
    "nextcloud-1, '', n, s, MISSING_HEADERS",
    "nextcloud-1, 1767225600, '', s, MISSING_HEADERS",
    "nextcloud-1, 1767225600, n, '', MISSING_HEADERS",
    "nobody, soon, n, s, SKEW",
    "nobody, 1.5, n, s, SKEW",
    "nobody, 0, n, s, UNKNOWN_CLIENT",
    "NEXTCLOUD-1, 1767225600, n, s, UNKNOWN_CLIENT",
    "nextcloud-1, 0, n, s, SKEW",
    "nextcloud-1, 999999999999999, n, s, SKEW",
    "nextcloud-1, 1767225600, n, s, SIG_MISMATCH",
    "nextcloud-1, 1767225600, n, zażółć, SIG_MISMATCH",
  })
  void theFirstFailureInTheOrderOfTheContractCounts(
      String client, String time, String nonce, String signature, Failure expected) {
    var headers = headers(client, time, nonce, signature);
    assertThat(
            check.check(
                new SignedMessage("GET", Set.of("GET"), PING, null, sha256(""), headers), now))
        .isEqualTo(new Failed(expected));
    assertThat(nonces).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-301, false", "-300, true", "300, true", "301, false"})
  void aTimestampMayBe300SecondsOff(long seconds, boolean accepted) {
    now = Instant.ofEpochSecond(THEN + seconds);
    var verdict = check(ping());
    assertThat(verdict instanceof Verified).isEqualTo(accepted);
  }

  @Test
  void theSameRequestIsAcceptedOnce() {
    assertThat(check(ping())).isInstanceOf(Verified.class);
    assertThat(check(ping())).isEqualTo(new Failed(Failure.REPLAY));
  }

  @Test
  void aRefusedRequestDoesNotConsumeItsNonce() {
    assertThat(check(message("GET", PING, "x=1", "", V1_NONCE, V1)))
        .isEqualTo(new Failed(Failure.SIG_MISMATCH));
    assertThat(check(ping())).isInstanceOf(Verified.class);
  }

  @Test
  void twoClientsMayUseTheSameNonce() {
    clients.put("other", client("other", true, null));
    assertThat(check(ping())).isInstanceOf(Verified.class);
    var headers = headers("other", Long.toString(THEN), V1_NONCE, V1);
    assertThat(check(new SignedMessage("GET", Set.of("GET"), PING, null, sha256(""), headers)))
        .isInstanceOf(Verified.class);
  }

  @Test
  void anInactiveClientIsUnknown() {
    clients.put(CLIENT, client(CLIENT, false, null));
    assertThat(check(ping())).isEqualTo(new Failed(Failure.UNKNOWN_CLIENT));
  }

  @Test
  void headersThatNameTwoClientsAreRefusedOnceTheSignatureFits() {
    clients.put("victim", client("victim", true, null));
    var headers =
        SignatureHeaders.of(
            Map.of(
                    "X-NC-CLIENT-ID", CLIENT,
                    "X-Client-Id", "victim",
                    "X-Timestamp", Long.toString(THEN),
                    "X-Nonce", V1_NONCE,
                    "X-Signature", V1)
                ::get);
    assertThat(check(new SignedMessage("GET", Set.of("GET"), PING, null, sha256(""), headers)))
        .isEqualTo(new Failed(Failure.CLIENT_MISMATCH));
    assertThat(nonces).isEmpty();
  }

  @Test
  void theFamiliesOfHeadersMayBeMixed() {
    var headers =
        SignatureHeaders.of(
            Map.of(
                    "X-NC-CLIENT-ID", CLIENT,
                    "X-Client-Id", CLIENT,
                    "X-NC-TIMESTAMP", "",
                    "X-Timestamp", Long.toString(THEN),
                    "X-NC-NONCE", V1_NONCE,
                    "X-Signature", V1)
                ::get);
    assertThat(check(new SignedMessage("GET", Set.of("GET"), PING, null, sha256(""), headers)))
        .isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @CsvSource({"128, true", "129, false"})
  void aNonceHasUpTo128Characters(int length, boolean accepted) {
    String nonce = "n".repeat(length);
    String signature = sign(SECRET, "GET", PING, "", nonce, sha256(""));
    var verdict = check(message("GET", PING, null, "", nonce, signature));
    assertThat(verdict)
        .isEqualTo(
            accepted
                ? new Verified(client(CLIENT, true, null).client())
                : new Failed(Failure.MISSING_HEADERS));
  }

  @Test
  void anotherAllowedMethodIsHinted() {
    String signature = sign(SECRET, "HEAD", PING, "", V1_NONCE, sha256(""));
    assertThat(check(message("GET", PING, null, "", V1_NONCE, signature)))
        .isEqualTo(new Failed(Failure.METHOD_MISMATCH));
    String foreign = sign(SECRET, "PUT", PING, "", V1_NONCE, sha256(""));
    assertThat(check(message("GET", PING, null, "", V1_NONCE, foreign)))
        .isEqualTo(new Failed(Failure.SIG_MISMATCH));
  }

  @Test
  void aWrongBodyIsHinted() {
    String ofNothing = sign(SECRET, "POST", TOKEN, "", "n", sha256(""));
    assertThat(check(post(TOKEN, "{}", "n", ofNothing)))
        .isEqualTo(new Failed(Failure.BODY_HASH_MISMATCH));
    String ofTheBody = sign(SECRET, "GET", PING, "", "n", sha256("{}"));
    assertThat(check(message("GET", PING, null, "{}", "n", ofTheBody)))
        .isEqualTo(new Failed(Failure.BODY_HASH_MISMATCH));
  }

  @Test
  void aQueryThatIsNotUtf8NeverVerifies() {
    String replaced = sign(SECRET, "GET", PING, "a=%EF%BF%BD", "n", sha256(""));
    assertThat(check(message("GET", PING, "a=%ff", "", "n", replaced)))
        .isEqualTo(new Failed(Failure.SIG_MISMATCH));
  }

  @Test
  void anEscapedPathIsSignedDecoded() {
    String signature = sign(SECRET, "GET", "/a b/é", "", "n", sha256(""));
    assertThat(check(message("GET", "/a%20b/%C3%A9", null, "", "n", signature)))
        .isInstanceOf(Verified.class);
  }

  @Test
  void thePreviousSecretIsAcceptedUntilItsEnd() {
    clients.put(CLIENT, client(CLIENT, true, now.plusSeconds(10)));
    String signature = sign(OLDER, "GET", PING, "", "n", sha256(""));
    assertThat(check(message("GET", PING, null, "", "n", signature))).isInstanceOf(Verified.class);
    clients.put(CLIENT, client(CLIENT, true, now));
    nonces.clear();
    assertThat(check(message("GET", PING, null, "", "n", signature)))
        .isEqualTo(new Failed(Failure.SIG_MISMATCH));
  }

  @Test
  void hintsAreGivenForTheCurrentSecretOnly() {
    clients.put(CLIENT, client(CLIENT, true, now.plusSeconds(10)));
    String withoutSlash = PING.substring(0, PING.length() - 1);
    String signature = sign(OLDER, "GET", withoutSlash, "", "n", sha256(""));
    assertThat(check(message("GET", PING, null, "", "n", signature)))
        .isEqualTo(new Failed(Failure.SIG_MISMATCH));
  }

  private Verdict check(SignedMessage message) {
    return check.check(message, now);
  }

  private static SignedMessage ping() {
    return message("GET", PING, null, "", V1_NONCE, V1);
  }

  private static SignedMessage post(String path, String body, String nonce, String signature) {
    return message("POST", path, null, body, nonce, signature);
  }

  private static SignedMessage message(
      String method,
      String path,
      @Nullable String query,
      String body,
      String nonce,
      String signature) {
    return new SignedMessage(
        method,
        Set.of(method, "HEAD", "OPTIONS"),
        path,
        query,
        sha256(body),
        headers(CLIENT, Long.toString(THEN), nonce, signature));
  }

  private static SignatureHeaders headers(
      String client, String time, String nonce, String signature) {
    return new SignatureHeaders(client, client, time, nonce, signature);
  }

  private static String sign(
      Secret secret, String method, String path, String query, String nonce, String body) {
    return HexFormat.of()
        .formatHex(
            new SignatureCheck.Canonical(method, path, query, THEN, nonce, body).sign(secret));
  }

  private static String sha256(String body) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Secret secret(String text) {
    return Secret.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static SigningClient client(String id, boolean active, @Nullable Instant previousUntil) {
    var since = Instant.EPOCH;
    var client =
        new IntegrationClient(
            new UUID(0, 1),
            id,
            id,
            "tenant-one",
            "write",
            active,
            false,
            null,
            previousUntil,
            since,
            since);
    return new SigningClient(client, SECRET, OLDER);
  }

  /** Clients that can sign, and no more. */
  private record OnlySigning(Map<String, SigningClient> byId) implements Clients {

    @Override
    public Optional<SigningClient> signing(String clientId) {
      return Optional.ofNullable(byId.get(clientId));
    }

    @Override
    public Optional<IntegrationClient> find(UUID id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<IntegrationClient> list(int offset, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long count() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Change create(NewClient client) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void seed(NewClient client) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Change update(UUID id, @Nullable String name, @Nullable Boolean active) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Change rotate(UUID id, Secret secret, Duration overlap) {
      throw new UnsupportedOperationException();
    }
  }
}
