package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is refused, for whatever reason, leaves every table as it was. */
class RefusalIT {

  private static final String SYNC = "/api/v1/farms/sync";
  private static final String BBOX = "{\"south\":-1.3,\"west\":36.7,\"north\":-1.2,\"east\":36.8}";
  private static final UUID OURS = UUID.randomUUID();
  private static final UUID THEIRS = UUID.randomUUID();

  private static RunningService service;
  private static String writer;
  private static String reader;
  private static TestClient signer;

  @BeforeAll
  static void farmsOfTwoTenants() {
    service = RunningService.shared();
    writer = service.token("refusals", "write");
    reader = service.token("refusals", "read");
    signer = service.client("refusals", "write");
    assertThat(service.send(sync(OURS, "Ours").bearer(writer)).status()).isEqualTo(200);
    assertThat(
            service.send(sync(THEIRS, "Theirs").bearer(service.token("others", "write"))).status())
        .isEqualTo(200);
  }

  static Stream<Arguments> refused() {
    Call post = Call.post(SYNC).bearer(writer);
    Call batch = Call.post(SYNC + "/batch").bearer(writer);
    Call token = Call.post("/api/v1/integrations/token/");
    Call admin = Call.post("/api/v1/keys/").bearer(service.administrationToken());
    return Stream.of(
        Arguments.of(400, "malformed JSON", post.json("{\"external_farm_id\":")),
        Arguments.of(400, "no object", post.json("[]")),
        Arguments.of(400, "nothing", post.json("")),
        Arguments.of(400, "nested too deep", post.json("[".repeat(5000))),
        Arguments.of(400, "no name", sync(OURS, "").bearer(writer)),
        Arguments.of(400, "NUL in the name", sync(OURS, "a\\u0000b").bearer(writer)),
        Arguments.of(400, "half a pair", sync(OURS, "\\ud800").bearer(writer)),
        Arguments.of(
            400,
            "key too long",
            sync(OURS, "x").bearer(writer).with("Idempotency-Key", "k".repeat(192))),
        Arguments.of(
            400, "If-Match is no version", sync(OURS, "x").bearer(writer).with("If-Match", "7")),
        Arguments.of(401, "no token", sync(OURS, "x")),
        Arguments.of(401, "bad token", sync(OURS, "x").bearer("a.b.c")),
        Arguments.of(
            401, "token of administration", sync(OURS, "x").bearer(service.administrationToken())),
        Arguments.of(403, "token that only reads", sync(OURS, "x").bearer(reader)),
        Arguments.of(
            404,
            "retire another's farm",
            Call.of("DELETE", "/api/v1/farms/" + THEIRS).bearer(writer)),
        Arguments.of(
            404,
            "restore an unknown farm",
            Call.post("/api/v1/farms/" + UUID.randomUUID() + "/restore").bearer(writer)),
        Arguments.of(409, "another's farm", sync(THEIRS, "Mine").bearer(writer)),
        Arguments.of(
            409,
            "another's farm, with a key",
            sync(THEIRS, "Mine").bearer(writer).with("Idempotency-Key", "mine")),
        Arguments.of(
            412, "an older version", sync(OURS, "x").bearer(writer).with("If-Match", "\"99\"")),
        Arguments.of(
            412,
            "a farm that is not there",
            sync(UUID.randomUUID(), "x")
                .bearer(writer)
                .with("If-Match", "*")
                .with("Idempotency-Key", "new")),
        Arguments.of(413, "too large", post.json("\"" + "x".repeat(1_100_000) + "\"")),
        Arguments.of(415, "a form", post.body("application/x-www-form-urlencoded", "name=x")),
        Arguments.of(400, "batch without farms", batch.json("{}")),
        Arguments.of(
            400, "batch of too many", batch.json("{\"farms\":[" + "0,".repeat(1000) + "0]}")),
        Arguments.of(403, "unsigned", token),
        Arguments.of(
            403,
            "signed for another path",
            signer.sign(Call.post("/api/v1/integrations/token")).to("/api/v1/integrations/token/")),
        Arguments.of(
            403,
            "signed by nobody",
            token
                .with("X-Client-Id", "nobody")
                .with("X-Timestamp", "1")
                .with("X-Nonce", "n")
                .with("X-Signature", "é")),
        Arguments.of(400, "key without a tenant", admin.json("{\"name\":\"n\"}")),
        Arguments.of(
            400,
            "client with the name of another",
            Call.post("/api/v1/integrations/clients/")
                .bearer(service.administrationToken())
                .json("{\"name\":\" \"}")),
        Arguments.of(405, "another method", Call.of("PUT", SYNC).bearer(writer)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refused")
  void aRefusalLeavesTheStoreUntouched(int status, String why, Call call) {
    service.send(Call.get("/api/v1/integrations/health"));
    var before = content();
    var answer = service.send(call);
    assertThat(answer.status()).as(why + ": " + answer.body()).isEqualTo(status);
    assertThat(answer.json().path("status").asInt()).isEqualTo(1);
    assertThat(answer.json().path("data").isNull()).isTrue();
    assertThat(content()).as(why).isEqualTo(before);
  }

  /** A digest of the rows of each table. */
  private static Map<String, String> content() {
    var digests = new HashMap<String, String>();
    service
        .jdbc()
        .sql("select tablename from pg_tables where schemaname = 'public'")
        .query(String.class)
        .list()
        .forEach(table ->
            digests.put(
                table,
                service
                    .jdbc()
                    .sql(
                        "select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from "
                            + table
                            + " t")
                    .query(String.class)
                    .single()));
    assertThat(digests)
        .containsKeys("farm", "farm_event", "idempotency", "nonce", "credential_event");
    return digests;
  }

  private static Call sync(UUID farm, String name) {
    return Call.post(SYNC)
        .json(
            "{\"external_farm_id\":\"%s\",\"external_user_id\":\"anna\",\"name\":\"%s\",\"bbox\":%s}"
                .formatted(farm, name, BBOX));
  }
}
