package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.WireSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SyncIT {

  private static final String SYNC = "/api/v1/farms/sync";

  private final RunningService service = RunningService.shared();
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final TestClient client = service.client(tenant, "write");
  private final String token = service.token(client);
  private final UUID farm = UUID.randomUUID();

  @Test
  void theAnswerHasExactlyTheMembersOfTheContract() {
    var answer =
        sync(
            """
            {"external_farm_id":"%s","external_user_id":" anna ","name":" Shamba la Émile ",
             "bbox":{"south":-1.234,"west":"36.8","north":-1.2,"east":36.9},
             "centroid":{"lat":-1.22,"lon":36.85},"unknown":{"is":"ignored"}}\
            """
                .formatted(farm.toString().toUpperCase(Locale.ROOT)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    assertThat(answer.header("X-Farm-Version")).isEqualTo("1");
    assertThat(answer.json().path("request_id").asString())
        .isEqualTo(answer.header("X-Request-ID"));
    assertThat(answer.json().path("message").asString()).isEqualTo("Farm synced");
    assertThat(answer.data().toString())
        .isEqualTo(
            """
            {"id":"%1$s","external_farm_id":"%1$s","external_user_id":"anna",\
            "name":"Shamba la Émile","slug":"shamba-la-emile",\
            "bbox":{"south":"-1.23400","west":"36.80000","north":"-1.20000","east":"36.90000"},\
            "centroid":{"lat":"-1.22000","lon":"36.85000"}}\
            """
                .formatted(farm));
  }

  @Test
  void theEventIsStoredAsItGoesOnTheWireWithWhatCausedIt() {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    var answer =
        service.send(
            call(payload(farm, "Shamba"))
                .with("traceparent", trace)
                .with("X-Request-ID", "request-7"));
    assertThat(answer.header("X-Request-ID")).isEqualTo("request-7");
    var row =
        service
            .jdbc()
            .sql("select payload, headers from farm_event where external_farm_id = ?")
            .param(farm)
            .query((columns, _) -> List.of(columns.getString(1), columns.getString(2)))
            .single();
    JsonNode event = JsonMapper.shared().readTree(row.getFirst());
    WireSchemas.require(Topics.FARM_EVENTS.schema(), event);
    assertThat(event.path("farm").path("tenant").asString()).isEqualTo(tenant);
    assertThat(event.path("farm").path("client_id").asString()).isEqualTo(client.clientId());
    assertThat(row.getLast())
        .isEqualTo("{\"traceparent\":\"" + trace + "\",\"request_id\":\"request-7\"}");
  }

  @Test
  void syncingTheSameAgainAppendsNothing() {
    sync(payload(farm, "Shamba"));
    var again = sync(payload(farm, "Shamba").replace("-1.3", "-1.30000"));
    assertThat(again.header("X-Farm-Version")).isEqualTo("1");
    assertThat(versions(farm)).containsExactly(1L);
  }

  @Test
  void changesAreEventsWithoutGaps() {
    sync(payload(farm, "Shamba"));
    var answer = sync(payload(farm, "Meadow").replace("-1.3", "-1.4").replace("anna", "bob"));
    assertThat(answer.header("ETag")).isEqualTo("\"4\"");
    assertThat(answer.data().path("slug").asString()).isEqualTo("shamba");
    assertThat(types(farm))
        .containsExactly(
            "farm.registered.v1",
            "farm.renamed.v1",
            "farm.boundary-changed.v1",
            "farm.owner-changed.v1");
    assertThat(versions(farm)).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void aTakenSlugGetsANumberWithinItsTenantOnly() {
    assertThat(slugOf(sync(payload(UUID.randomUUID(), "農場")))).isEqualTo("farm");
    assertThat(slugOf(sync(payload(UUID.randomUUID(), "畑")))).isEqualTo("farm-1");
    assertThat(slugOf(sync(payload(UUID.randomUUID(), "Farm")))).isEqualTo("farm-2");
    String stranger = service.token("tenant-" + UUID.randomUUID(), "write");
    var elsewhere =
        service.send(Call.post(SYNC).bearer(stranger).json(payload(UUID.randomUUID(), "Farm")));
    assertThat(slugOf(elsewhere)).isEqualTo("farm");
  }

  @Test
  void anotherTenantsFarmIsAConflictAndStaysAsItIs() {
    sync(payload(farm, "Shamba"));
    String stranger = service.token("tenant-" + UUID.randomUUID(), "write");
    var refused = service.send(Call.post(SYNC).bearer(stranger).json(payload(farm, "Mine")));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("farm_conflict");
    assertThat(types(farm)).containsExactly("farm.registered.v1");
    for (Call call :
        List.of(
            Call.of("DELETE", "/api/v1/farms/" + farm),
            Call.post("/api/v1/farms/" + farm + "/restore"),
            Call.get("/api/v1/farms/" + farm + "/events"))) {
      assertThat(service.send(call.bearer(stranger)).status()).as(call.path()).isEqualTo(404);
    }
    assertThat(types(farm)).containsExactly("farm.registered.v1");
  }

  @Test
  void anotherClientOfTheTenantMayChangeTheFarm() {
    sync(payload(farm, "Shamba"));
    String colleague = service.token(tenant, "admin");
    var answer = service.send(Call.post(SYNC).bearer(colleague).json(payload(farm, "Meadow")));
    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "external_user_id | {\"external_farm_id\":\"ID\",\"name\":\"n\",\"bbox\":BOX}",
        "name | {\"external_farm_id\":\"ID\",\"external_user_id\":\"u\",\"name\":true,\"bbox\":BOX}",
        "name | {\"external_farm_id\":\"ID\",\"external_user_id\":\"u\",\"name\":\"\\u0000\",\"bbox\":BOX}",
        "external_farm_id | {\"external_farm_id\":7,\"external_user_id\":\"u\",\"name\":\"n\",\"bbox\":BOX}",
        "bbox | {\"external_farm_id\":\"ID\",\"external_user_id\":\"u\",\"name\":\"n\",\"bbox\":[]}",
        "bbox | {\"external_farm_id\":\"ID\",\"external_user_id\":\"u\",\"name\":\"n\",\"bbox\":null}",
        "centroid | {\"external_farm_id\":\"ID\",\"external_user_id\":\"u\",\"name\":\"n\",\"bbox\":BOX,\"centroid\":5}",
        "geometry | {\"external_farm_id\":\"ID\",\"external_user_id\":\"u\",\"name\":\"n\",\"bbox\":BOX,\"geometry\":5}",
        "non_field_errors | []",
      })
  void anInvalidPayloadIsRefusedByFieldAndLeavesTheStoreUntouched(String field, String json) {
    String bbox = "{\"south\":-1.3,\"west\":36.7,\"north\":-1.2,\"east\":36.8}";
    long before = rows();
    var answer = sync(json.replace("ID", farm.toString()).replace("BOX", bbox));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().propertyNames()).containsExactly(field);
    assertThat(answer.json().path("data").isNull()).isTrue();
    assertThat(rows()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "not json", "\u0000", "{\"a\":\"\ud800"})
  void malformedJsonIsRefused(String body) {
    var answer = sync(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().path("detail").asString()).isNotEmpty();
  }

  @Test
  void deepJsonIsRefusedAndNotAServerError() {
    assertThat(sync("{\"a\":" + "[".repeat(100_000)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "nonsense"})
  void onlyJsonIsTaken(String type) {
    var answer = service.send(Call.post(SYNC).bearer(token).body(type, payload(farm, "Shamba")));
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.errors().path("detail").asString()).isNotEmpty();
  }

  @Test
  void aBodyOverOneMebibyteIsRefused() {
    String payload =
        payload(farm, "Shamba").replace("{\"ext", "{\"x\":\"" + "x".repeat(1 << 20) + "\",\"ext");
    var answer = sync(payload);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("payload_too_large");
  }

  @Test
  void bothSlashFormsAreServedWithoutRedirect() {
    assertThat(service.send(call(payload(farm, "Shamba")).to(SYNC + "/")).status()).isEqualTo(200);
  }

  @Test
  void anotherMethodIsRefusedWithThoseThatAreAllowed() {
    var answer = service.send(Call.of("PUT", SYNC).bearer(token));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("POST");
    assertThat(answer.json().path("status").asInt()).isEqualTo(1);
  }

  @Test
  void callersNeedATokenWithScopeWrite() {
    assertThat(service.send(Call.post(SYNC).json(payload(farm, "Shamba"))).status()).isEqualTo(401);
    assertThat(service.send(call(payload(farm, "Shamba")).bearer(token + "x")).code())
        .isEqualTo("token_not_valid");
    String reader = service.token(tenant, "read");
    var refused = service.send(Call.post(SYNC).bearer(reader).json(payload(farm, "Shamba")));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("insufficient_scope");
    assertThat(versions(farm)).isEmpty();
  }

  @Test
  void aCommandUnderAWrongVersionIsRefused() {
    sync(payload(farm, "Shamba"));
    var refused = service.send(call(payload(farm, "Meadow")).with("If-Match", "\"2\""));
    assertThat(refused.status()).isEqualTo(412);
    assertThat(versions(farm)).containsExactly(1L);
    var applied = service.send(call(payload(farm, "Meadow")).with("If-Match", "\"7\", \"1\""));
    assertThat(applied.header("ETag")).isEqualTo("\"2\"");
    assertThat(service.send(call(payload(farm, "Hill")).with("If-Match", "2")).status())
        .isEqualTo(400);
  }

  @Test
  void aFarmIsRetiredRestoredAndItsHistoryTold() {
    sync(payload(farm, "Shamba"));
    String path = "/api/v1/farms/" + farm;
    var retired = service.send(Call.of("DELETE", path + "/").bearer(token));
    assertThat(retired.status()).isEqualTo(200);
    assertThat(retired.header("ETag")).isEqualTo("\"2\"");
    assertThat(service.send(Call.of("DELETE", path).bearer(token)).header("ETag"))
        .isEqualTo("\"2\"");
    sync(payload(farm, "Meadow"));
    service.send(Call.post(path + "/restore").bearer(token));
    var events = service.send(Call.get(path + "/events?page_size=3").bearer(token)).data();
    assertThat(events.path("count").asInt()).isEqualTo(4);
    assertThat(events.path("next").asString()).isEqualTo(path + "/events?page=2&page_size=3");
    assertThat(events.path("results").valueStream().map(event -> event.path("type").asString()))
        .containsExactly("farm.registered.v1", "farm.retired.v1", "farm.renamed.v1");
    assertThat(events.at("/results/2/farm/is_active").asBoolean()).isFalse();
  }

  @Test
  void aRetiredFarmIsPurgedForGoodAndItsNameIsFreeAgain() {
    sync(payload(farm, "Shamba"));
    String path = "/api/v1/farms/" + farm;
    var purge = Call.post(path + "/purge").bearer(token);
    assertThat(service.send(purge).code()).isEqualTo("farm_active");
    service.send(Call.of("DELETE", path).bearer(token));
    String reader = service.token(tenant, "read");
    assertThat(service.send(Call.post(path + "/purge").bearer(reader)).status()).isEqualTo(403);
    assertThat(service.send(purge.with("If-Match", "\"1\"")).status()).isEqualTo(412);
    for (int time = 0; time < 2; time++) {
      var purged = service.send(Call.post(path + "/purge").bearer(token));
      assertThat(purged.status()).as(purged.body()).isEqualTo(200);
      assertThat(purged.header("ETag")).isEqualTo("\"3\"");
      assertThat(purged.body()).doesNotContain("Shamba", "shamba");
    }
    assertThat(sync(payload(farm, "Shamba")).code()).isEqualTo("farm_purged");
    assertThat(service.send(Call.post(path + "/restore").bearer(token)).code())
        .isEqualTo("farm_purged");
    assertThat(service.send(Call.get(path + "/events").bearer(token)).status()).isEqualTo(404);
    assertThat(versions(farm)).containsExactly(1L, 2L, 3L);
    assertThat(sync(payload(UUID.randomUUID(), "Shamba")).data().path("slug").asString())
        .isEqualTo("shamba");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "nonsense", "0d9f6a52-3c1b-4b5e-9a55-1d2c3b4a5f60"})
  void aFarmThatIsNotThereIs404(String id) {
    assertThat(service.send(Call.of("DELETE", "/api/v1/farms/" + id).bearer(token)).status())
        .isEqualTo(404);
  }

  @Test
  void aGeometryIsKeptAndItsBboxDerived() {
    var answer =
        sync(
            """
            {"external_farm_id":"%s","external_user_id":"u","name":"n","geometry":
             {"type":"Polygon","coordinates":[[[4,50],[4,50.01],[4.01,50.01],[4.01,50],[4,50]]]}}\
            """
                .formatted(farm));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().at("/bbox/north").asString()).isEqualTo("50.01000");
    var state =
        service
            .send(Call.get("/api/v1/farms/" + farm + "/events").bearer(token))
            .data()
            .at("/results/0/farm");
    assertThat(state.at("/geometry/coordinates/0/1").toString()).isEqualTo("[4.01,50.0]");
    assertThat(state.path("area_ha").asDouble()).isBetween(79.0, 80.0);
  }

  @Test
  void oneOfManyConcurrentSyncsOfAFarmWinsWhole() throws Exception {
    var names = IntStream.range(0, 16).mapToObj(i -> "Farm " + i).toList();
    atOnce(
        names.stream()
            .map(name ->
                (Callable<Answer>)
                    () -> sync(payload(farm, name).replace("anna", "user of " + name)))
            .toList());
    var last =
        service
            .jdbc()
            .sql(
                "select payload from farm_event where external_farm_id = ? order by version desc limit 1")
            .param(farm)
            .query(String.class)
            .single();
    JsonNode state = JsonMapper.shared().readTree(last).path("farm");
    assertThat(state.path("external_user_id").asString())
        .isEqualTo("user of " + state.path("name").asString());
    var versions = versions(farm);
    assertThat(versions)
        .isEqualTo(IntStream.rangeClosed(1, versions.size()).mapToObj(Long::valueOf).toList());
  }

  @Test
  void farmsOfOneNameRegisteredAtOnceGetSlugsOfTheirOwn() throws Exception {
    var answers =
        atOnce(
            IntStream.range(0, 16)
                .mapToObj(i -> (Callable<Answer>) () -> sync(payload(UUID.randomUUID(), "Same")))
                .toList());
    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers.stream().map(SyncIT::slugOf)).doesNotHaveDuplicates();
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<T>();
      for (var future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    }
  }

  private Answer sync(String json) {
    return service.send(call(json));
  }

  private Call call(String json) {
    return Call.post(SYNC).bearer(token).json(json);
  }

  private static String payload(UUID id, String name) {
    return """
    {"external_farm_id":"%s","external_user_id":"anna","name":"%s",\
    "bbox":{"south":-1.3,"west":36.7,"north":-1.2,"east":36.8}}\
    """
        .formatted(id, name);
  }

  private static String slugOf(Answer answer) {
    return answer.data().path("slug").asString();
  }

  private List<Long> versions(UUID id) {
    return service
        .jdbc()
        .sql("select version from farm_event where external_farm_id = ? order by position")
        .param(id)
        .query(Long.class)
        .list();
  }

  private List<String> types(UUID id) {
    return service
        .jdbc()
        .sql("select event_type from farm_event where external_farm_id = ? order by position")
        .param(id)
        .query(String.class)
        .list();
  }

  private long rows() {
    return service.count("farm_event") + service.count("farm") + service.count("idempotency");
  }
}
