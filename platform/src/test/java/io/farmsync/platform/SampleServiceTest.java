package io.farmsync.platform;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.farmsync.platform.auth.ApiKeyVerifier;
import io.farmsync.platform.auth.Credentials;
import io.farmsync.platform.auth.TokenFormat;
import io.farmsync.schemas.Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running {@link SampleService} with one signing key and one API key. */
abstract class SampleServiceTest {

  final Instant now = Instant.now();
  static final String KEY_TEXT = "wk_live_" + "k".repeat(43);

  final HttpClient http = HttpClient.newHttpClient();
  final JsonMapper json = JsonMapper.shared();
  @LocalServerPort int port;
  @Autowired Credentials credentials;
  final ECKey signingKey = newKey();

  @BeforeEach
  void publishKeys() {
    publish(signingKey, true);
    credentials.apply(
        "api-key/1",
        new Credential.ApiKey(
            "1",
            "tenant-one",
            "anna",
            ApiKeyVerifier.lookup(KEY_TEXT),
            ApiKeyVerifier.hash("pepper", KEY_TEXT),
            "read",
            true,
            null,
            now));
  }

  static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("farm-intelligence-platform")
        .audience("nextcloud")
        .subject("c1")
        .expirationTime(Date.from(now.plusSeconds(300)))
        .claim("token_type", "access")
        .claim("client_id", "c1")
        .claim("tenant", "tenant-one")
        .claim("scope", "write");
  }

  String token(JWTClaimsSet.Builder claims) {
    return token(claims, signingKey);
  }

  static String token(JWTClaimsSet.Builder claims, ECKey key) {
    try {
      var jwt =
          new SignedJWT(
              new JWSHeader.Builder(TokenFormat.ALGORITHM).keyID("k1").build(), claims.build());
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String unsigned() {
    return new com.nimbusds.jwt.PlainJWT(claims().build()).serialize();
  }

  void publish(ECKey key, boolean active) {
    credentials.apply(
        "signing-key/k1",
        new Credential.SigningKey("k1", key.toPublicJWK().toJSONString(), active, now));
  }

  HttpResponse<String> get(String path) throws Exception {
    return get(path, request -> {});
  }

  HttpResponse<String> get(String path, Consumer<HttpRequest.Builder> change) throws Exception {
    return send(path, change);
  }

  HttpResponse<String> send(String path, Consumer<HttpRequest.Builder> change) throws Exception {
    var request = HttpRequest.newBuilder(uri(path));
    change.accept(request);
    return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  static HttpRequest.Builder bearer(HttpRequest.Builder request, String token) {
    return request.header("Authorization", "Bearer " + token);
  }

  static HttpRequest.Builder json(HttpRequest.Builder request) {
    return request.header("Content-Type", "application/json");
  }

  JsonNode body(HttpResponse<String> answer) {
    return json.readTree(answer.body());
  }

  String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
