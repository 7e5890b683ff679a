package io.farmsync.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.platform.auth.TokenFormat;
import io.farmsync.schemas.Credential;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** What every route of every service does alike, over a real server. */
@SpringBootTest(
    classes = SampleService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "farm.authentication.api-key-pepper=pepper",
      "farm.throttle.anonymous=100000/min"
    })
class PlatformHttpTest extends SampleServiceTest {

  @Test
  void everyAnswerIsAnEnvelopeWithTheRequestIdOfItsHeader() throws Exception {
    var answer = get("/sample/public", request -> request.header("X-Request-ID", "abc.1:2-3_4"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Request-ID")).contains("abc.1:2-3_4");
    assertThat(body(answer))
        .isEqualTo(
            json.readTree(
                """
                {"status":0,"message":"OK","data":{"hello":"world"},"errors":null,"request_id":"abc.1:2-3_4"}\
                """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "with space", "umlaut-\u00e4"})
  void unusableRequestIdIsReplacedByANewOne(String supplied) throws Exception {
    var answer =
        raw(
            "GET /sample/public HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-ID: "
                + supplied
                + "\r\n\r\n");
    assertThat(answer).containsPattern("(?i)X-Request-ID: [0-9a-f]{32}\r\n");
  }

  @Test
  void bothSlashFormsReachTheHandlerWithoutRedirect() throws Exception {
    assertThat(get("/sample/public/").statusCode()).isEqualTo(200);
    assertThat(get("/sample/public").statusCode()).isEqualTo(200);
  }

  @Test
  void unknownPathIsAnEnvelope() throws Exception {
    var answer = get("/nowhere");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(body(answer).at("/errors/detail").asString()).isEqualTo("Not found.");
    assertThat(body(answer).propertyNames())
        .containsExactlyInAnyOrder("status", "message", "data", "errors", "request_id");
  }

  @Test
  void wrongMethodNamesTheAllowedOnes() throws Exception {
    var answer = send("/sample/public", request -> request.DELETE());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET");
    assertThat(body(answer).at("/errors/detail").asString()).isNotBlank();
  }

  @Test
  void acceptHeaderNeverLeadsTo406() throws Exception {
    assertThat(get("/sample/public", request -> request.header("Accept", "image/png")).statusCode())
        .isEqualTo(200);
    assertThat(
            get("/sample/picture", request -> request.header("Accept", "application/json")).body())
        .hasSize(3);
  }

  @Test
  void unexpectedErrorSaysNothingInside() throws Exception {
    var answer = get("/sample/broken");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(body(answer).get("message").asString()).isEqualTo("Internal server error");
    assertThat(body(answer).get("errors").isNull()).isTrue();
    assertThat(answer.body()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /sample/pu|blic HTTP/1.1",
        "GET /%zz HTTP/1.1",
        "GET /a%00b HTTP/1.1",
        "NONSENSE"
      })
  void whatTheServerItselfRefusesIsAnEnvelopeToo(String requestLine) throws Exception {
    String answer = raw(requestLine + "\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 4")
        .contains("\"status\":1")
        .contains("\"request_id\":\"");
    assertThat(answer).doesNotContain("<html");
  }

  @Test
  void bodyOverTheLimitIsRefusedWhetherItsLengthIsAnnouncedOrNot() throws Exception {
    byte[] large = ("{\"a\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
    for (var publisher :
        new HttpRequest.BodyPublisher[] {
          BodyPublishers.ofByteArray(large),
          BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large)) // chunked, no length
        }) {
      var answer =
          send("/sample/write", request -> json(bearer(request, token(claims()))).POST(publisher));
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(body(answer).at("/errors/code").asString()).isEqualTo("payload_too_large");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "", "[1]", "\"text\"", "{\"a\":1}}}"})
  void bodyThatIsNoJsonObjectIsABadRequest(String text) throws Exception {
    var answer =
        send(
            "/sample/write",
            request -> json(bearer(request, token(claims()))).POST(BodyPublishers.ofString(text)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(body(answer).at("/errors/detail").asString()).isNotBlank();
  }

  @Test
  void otherMediaTypeIsUnsupported() throws Exception {
    var answer =
        send(
            "/sample/write",
            request ->
                bearer(request, token(claims()))
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("a")));
    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void missingCredentialsAreChallenged() throws Exception {
    var answer = get("/sample/read");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"api\"");
    assertThat(body(answer).get("data").isNull()).isTrue();
  }

  @Test
  void validTokenIsLetInWithItsTenant() throws Exception {
    var answer = get("/sample/read", request -> bearer(request, token(claims())));
    assertThat(body(answer).at("/data/tenant").asString()).isEqualTo("tenant-one");
  }

  @ParameterizedTest
  @CsvSource({
    "iss,someone-else",
    "aud,someone-else",
    "aud,farm-administration",
    "token_type,refresh",
    "scope,",
    "sub,",
    "tenant,",
    "client_id,",
    "scope,everything"
  })
  void tokenWithAWrongClaimIsRefused(String claim, String value) throws Exception {
    var answer =
        get("/sample/read", request -> bearer(request, token(claims().claim(claim, value))));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(body(answer).at("/errors/code").asString()).isEqualTo("token_not_valid");
  }

  @Test
  void expiredForeignAndOverlongTokensAreRefused() throws Exception {
    String expired = token(claims().expirationTime(Date.from(now.minusSeconds(1))));
    var other = newKey();
    String foreign = token(claims(), other);
    for (String token :
        new String[] {expired, foreign, "x".repeat(7000), "a.b.c", "\u00e9", unsigned()}) {
      var answer = get("/sample/read", request -> bearer(request, token));
      assertThat(answer.statusCode()).as(token).isEqualTo(401);
    }
  }

  @Test
  void revokingAClientOrAKeyEndsItsTokensAtOnce() throws Exception {
    String token = token(claims());
    assertThat(get("/sample/read", request -> bearer(request, token)).statusCode()).isEqualTo(200);
    credentials.apply("c1", new Credential.Client("c1", "one", "tenant-one", "read", false, now));
    assertThat(get("/sample/read", request -> bearer(request, token)).statusCode()).isEqualTo(401);
    credentials.apply("c1", null);
    assertThat(get("/sample/read", request -> bearer(request, token)).statusCode()).isEqualTo(200);
    publish(signingKey, false);
    assertThat(get("/sample/read", request -> bearer(request, token)).statusCode()).isEqualTo(401);
  }

  @Test
  void readScopeMayNotWrite() throws Exception {
    var answer =
        send(
            "/sample/write",
            request ->
                json(bearer(request, token(claims().claim("scope", "read"))))
                    .POST(BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(body(answer).at("/errors/code").asString()).isEqualTo("insufficient_scope");
  }

  @Test
  void integrationTokenNeverOpensAdministration() throws Exception {
    String integration = token(claims().claim("scope", "admin"));
    String administrator = token(claims().audience(TokenFormat.ADMINISTRATION_AUDIENCE));
    assertThat(get("/sample/administration", request -> bearer(request, integration)).statusCode())
        .isEqualTo(401);
    assertThat(
            get("/sample/administration", request -> bearer(request, administrator)).statusCode())
        .isEqualTo(200);
    assertThat(get("/sample/read", request -> bearer(request, administrator)).statusCode())
        .isEqualTo(401);
  }

  @Test
  void handlerThatDoesNotSayWhoMayCallItIsClosed() throws Exception {
    assertThat(get("/sample/undeclared", request -> bearer(request, token(claims()))).statusCode())
        .isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({"page,0", "page,x", "page_size,101", "page_size,-1"})
  void pageOutsideItsBoundsNamesTheParameter(String name, String value) throws Exception {
    var answer = get("/sample/page?" + name + "=" + value);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(body(answer).at("/errors/" + name).isArray()).isTrue();
  }

  @Test
  void pagesLinkToTheirNeighbours() throws Exception {
    var page = body(get("/sample/page?page=2&page_size=20")).get("data");
    assertThat(page.get("next").asString()).isEqualTo("/sample/page?page=3&page_size=20");
    assertThat(page.get("previous").asString()).isEqualTo("/sample/page?page=1&page_size=20");
    assertThat(body(get("/sample/page?page=3")).at("/data/next").isNull()).isTrue();
  }

  @Test
  void metricsComeAsTextOrAsOpenMetricsAndGzippedToWhomAsksForIt() throws Exception {
    var text = get("/metrics");
    assertThat(text.headers().firstValue("Content-Type"))
        .contains("text/plain;version=0.0.4;charset=utf-8");
    var open =
        get(
            "/metrics",
            request ->
                request.header("Accept", "application/openmetrics-text; version=1.0.0,*/*;q=0.1"));
    assertThat(open.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/openmetrics-text");
    assertThat(open.body()).endsWith("# EOF\n");
    var gzipped = get("/metrics", request -> request.header("Accept-Encoding", "gzip"));
    assertThat(gzipped.headers().firstValue("Content-Encoding")).contains("gzip");
  }

  @Test
  void strangersMakeNoSeries() throws Exception {
    for (int i = 0; i < 30; i++) {
      var _ = raw("BREW" + i + " /sample/public HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      var _ = get("/nowhere/" + i + "?tea=" + i);
      var _ = get("/sample/page?page=" + i);
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(get("/metrics").body()).contains("method=\"OTHER\""));
    assertThat(get("/metrics").body().lines().filter(line -> line.contains("BREW"))).isEmpty();
    assertThat(
            get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_count{")))
        .hasSizeLessThan(40)
        .noneMatch(line -> line.contains("nowhere") || line.contains("tea"));
  }

  @Test
  void operationsRoutesAnswer() throws Exception {
    assertThat(get("/metrics").body()).contains("jvm_memory_used_bytes");
    assertThat(get("/metrics/").statusCode()).isEqualTo(200);
    assertThat(body(get("/healthz")).at("/data/status").asString()).isEqualTo("ok");
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(get("/favicon.ico").statusCode()).isEqualTo(204);
    assertThat(body(get("/api/schema/")).at("/paths/~1sample~1public/get").isObject()).isTrue();
    assertThat(get("/api/schema?format=yaml").body()).startsWith("openapi: ");
    var docs =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()
            .send(HttpRequest.newBuilder(uri("/api/docs/")).build(), BodyHandlers.ofString());
    assertThat(docs.statusCode()).isEqualTo(200);
    assertThat(docs.body()).contains("swagger-ui");
  }
}
