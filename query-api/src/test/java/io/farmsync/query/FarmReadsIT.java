package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.schemas.FarmEvent;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.EventHeaders;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@QueryApiTest
class FarmReadsIT {

  @LocalServerPort int port;

  private World world;
  private final String tenant = "tenant-" + UUID.randomUUID();
  private String token;

  @BeforeEach
  void enter() {
    world = new World(port);
    token = world.token(tenant, "read");
  }

  @AfterEach
  void leave() {
    world.close();
  }

  @Test
  void aRegisteredFarmIsReadInTheShapeOfTheContract() {
    UUID farm = register(Examples.NOON);
    var answer = world.getOnceThere(token, "/api/v1/farms/" + farm + "/");
    assertThat(answer.body().propertyNames())
        .containsExactly("status", "message", "data", "errors", "request_id");
    assertThat(answer.body().path("request_id").asString())
        .isEqualTo(answer.header("X-Request-ID"));
    assertThat(answer.data().toString())
        .isEqualTo(
            """
            {"id":"%1$s","external_farm_id":"%1$s","external_user_id":"anna","name":"Shamba 1",\
            "slug":"shamba",\
            "bbox":{"south":"50.86310","west":"4.30120","north":"50.86600","east":"4.30580"},\
            "centroid":{"lat":"50.86450","lon":"4.30350"},"area_ha":10.43,"is_active":true,\
            "created_at":"2026-03-01T12:00:00Z","updated_at":"2026-03-01T12:00:01Z"}\
            """
                .formatted(farm));
  }

  /** A path with an encoded letter is left to the dispatcher, which finds the same handler. */
  @Test
  void readsAreAnsweredAsTheDispatcherAnswersThem() {
    UUID farm = register(Examples.NOON);
    world.getOnceThere(token, "/api/v1/farms/" + farm + "/");
    String page = "?page_size=1&page=";
    for (String rest :
        List.of(
            "/" + farm + "/",
            "/" + farm,
            "/" + farm.toString().toUpperCase(Locale.ROOT) + "/",
            "/" + farm + "/boundary/",
            "/" + UUID.randomUUID() + "/",
            "/+0000000-0000-0000-0000-000000000000/",
            "/" + farm + "/?min_version=9",
            "/" + farm + "/?min_version=x",
            "/" + farm + "/weather/current/",
            "/" + farm + "/weather/current/?days=1",
            "/" + farm + "/ndvi/latest/",
            "/" + farm + "/ndvi/latest/?max_cloud=101",
            "/" + farm + "/evi/latest/",
            "/" + page + "1",
            "/" + page + "0",
            "/" + page + "1&page=2")) {
      for (String caller : new String[] {token, "no-token"}) {
        var direct = world.get(caller, "/api/v1/farms" + rest);
        var dispatched = world.get(caller, "/api/v1/farm%73" + rest);
        assertThat(direct.status()).as(rest).isEqualTo(dispatched.status());
        assertThat(withoutId(direct)).as(rest).isEqualTo(withoutId(dispatched));
        assertThat(headers(direct)).as(rest).isEqualTo(headers(dispatched));
        assertThat(direct.header("X-Request-ID"))
            .isEqualTo(direct.body().path("request_id").asString());
      }
    }
    String tag = world.get(token, "/api/v1/farms/" + farm + "/").header("ETag");
    var known = world.get(token, "/api/v1/farms/" + farm + "/", "If-None-Match", tag);
    assertThat(known.status()).isEqualTo(304);
    assertThat(known.header("ETag")).isEqualTo(tag);
    assertThat(world.text("/metrics"))
        .containsPattern(
            "http_server_requests_seconds_count\\{error=\"none\",exception=\"none\",method=\"GET\","
                + "outcome=\"REDIRECTION\",status=\"304\",uri=\"/api/v1/farms/\\{external_farm_id}\"}")
        .containsPattern(
            "http_server_requests_seconds_count\\{error=\"Refusal\",exception=\"Refusal\",method=\"GET\","
                + "outcome=\"CLIENT_ERROR\",status=\"404\",uri=\"/api/v1/farms/\\{external_farm_id}\"}");
  }

  private static String withoutId(World.Answer answer) {
    return answer
        .body()
        .toString()
        .replace(answer.body().path("request_id").asString(), "")
        .replace("farm%73", "farms");
  }

  /** Names of all headers, and what does not change from one answer to the next. */
  private static Map<String, List<String>> headers(World.Answer answer) {
    var headers = new TreeMap<>(answer.headers().map());
    headers.remove("content-length"); // or the body comes in chunks
    headers.remove("transfer-encoding");
    for (String changing : List.of("x-request-id", "x-view-lag", "date")) {
      headers.computeIfPresent(changing, (_, _) -> List.of());
    }
    return headers;
  }

  @Test
  void farmsAreFoundByUserByBoxAndByDistance() {
    UUID here = register(Examples.NOON);
    world.getOnceThere(token, "/api/v1/farms/" + here + "/");
    for (String search :
        List.of(
            "user=anna",
            "bbox=4.3,50.86,4.31,50.87",
            "near=50.9,4.3&radius_km=5",
            "near=50.8645,4.3035&radius_km=0.1")) {
      await()
          .atMost(World.SOON)
          .untilAsserted(() -> {
            var found = world.get(token, "/api/v1/farms/?" + search).data();
            assertThat(found.path("count").asInt()).as(search).isEqualTo(1);
            assertThat(found.path("results").path(0).path("id").asString())
                .isEqualTo(here.toString());
          });
    }
    for (String search :
        List.of("user=ann", "bbox=4.31,50.86,4.32,50.87", "near=50.9,4.3&radius_km=3")) {
      assertThat(world.get(token, "/api/v1/farms/?" + search).data().path("count").asInt())
          .as(search)
          .isZero();
    }
    String stranger = world.token("stranger-" + tenant, "read");
    assertThat(world.get(stranger, "/api/v1/farms/?user=anna").data().path("count").asInt())
        .isZero();
    for (String wrong :
        List.of(
            "bbox=1,2,3",
            "bbox=5,50,4,51",
            "near=91,0",
            "near=1,1&radius_km=0",
            "user=a&near=1,1")) {
      assertThat(world.get(token, "/api/v1/farms/?" + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void farmsAreFoundByTheStateOfTheirCropAsItIsToday() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    UUID green = register(Examples.NOON);
    UUID old = register(Examples.NOON.plusSeconds(1));
    world.publish(
        Topics.NDVI_RESULTS,
        green.toString(),
        Examples.observed(green, "ndvi", today.minusDays(2), 0.6, 0.0));
    world.publish(
        Topics.NDVI_RESULTS,
        old.toString(),
        Examples.observed(old, "ndvi", today.minusDays(40), 0.6, 0.0));
    await()
        .atMost(World.SOON)
        .untilAsserted(() -> {
          assertThat(inState("full_canopy")).containsExactly(green.toString());
          assertThat(inState("unknown")).containsExactly(old.toString());
        });
    for (String farm : List.of(green.toString(), old.toString())) {
      String told =
          world.get(token, "/api/v1/farm-state/" + farm + "/").data().path("state").asString();
      assertThat(inState(told)).containsExactly(farm);
    }
    assertThat(inState("growth")).isEmpty();
    var refused = world.get(token, "/api/v1/farms/?state=lush");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errors().path("state").path(0).asString())
        .isEqualTo("Must be one of establishment, full_canopy, decline, growth, unknown.");
    assertThat(world.get(token, "/api/v1/farms/?state=unknown&user=anna").status()).isEqualTo(400);
  }

  private List<String> inState(String state) {
    return world
        .get(token, "/api/v1/farms/?state=" + state)
        .data()
        .path("results")
        .valueStream()
        .map(farm -> farm.path("id").asString())
        .toList();
  }

  @Test
  void aPurgedFarmIsNowhereToBeReadAndItsLateResultsNeither() {
    UUID farm = register(Examples.NOON);
    String path = "/api/v1/farms/" + farm;
    var day = LocalDate.parse("2026-02-27");
    world.publish(
        Topics.NDVI_RESULTS, farm.toString(), Examples.observed(farm, "ndvi", day, 0.6, 0.0));
    world.getOnceThere(token, path + "/");
    var retired = Examples.farm(farm, tenant, 2, Examples.BBOX, Examples.NOON, false);
    world.publish(
        Topics.FARM_EVENTS,
        farm.toString(),
        Examples.event(FarmEvent.Type.PURGED, retired.purged("client", Examples.NOON)));
    world.publish(
        Topics.NDVI_RESULTS, farm.toString(), Examples.observed(farm, "ndvi", day, 0.7, 0.0));
    await()
        .atMost(World.SOON)
        .untilAsserted(() -> assertThat(world.get(token, path + "/").status()).isEqualTo(404));
    assertThat(world.get(token, path + "/?min_version=3").status()).isEqualTo(404);
    assertThat(world.get(token, path + "/ndvi/observations/").status()).isEqualTo(404);
    assertThat(world.get(token, "/api/v1/farms/").data().path("count").asInt()).isZero();
    for (String search : List.of("user=anna", "bbox=4.3,50.86,4.31,50.87", "state=unknown")) {
      assertThat(world.get(token, "/api/v1/farms/?" + search).data().path("count").asInt())
          .as(search)
          .isZero();
    }
  }

  @Test
  void theListIsPagedNewestFirstWithoutGapsOrRepeats() {
    var farms = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      farms.addFirst(register(Examples.NOON.plusSeconds(i)).toString());
    }
    await()
        .atMost(World.SOON)
        .until(() -> world.get(token, "/api/v1/farms/").data().path("count").asInt() == 7);
    var found = new ArrayList<String>();
    String path = "/api/v1/farms/?page_size=3";
    for (JsonNode next = JsonNodeFactory.instance.stringNode(path); !next.isNull(); ) {
      var page = world.get(token, next.asString()).data();
      assertThat(page.propertyNames()).containsExactly("count", "next", "previous", "results");
      page.path("results").forEach(farm -> found.add(farm.path("id").asString()));
      next = page.path("next");
    }
    assertThat(found).isEqualTo(farms);
    var second = world.get(token, "/api/v1/farms?page=2&page_size=3").data();
    assertThat(second.path("previous").asString()).isEqualTo("/api/v1/farms/?page=1&page_size=3");
    assertThat(world.get(token, "/api/v1/farms?page=4&page_size=3").data().path("results"))
        .isEmpty();
  }

  @Test
  void pagesOutOfRangeAreRefusedByName() {
    assertThat(world.get(token, "/api/v1/farms/?page=0").errors().propertyNames())
        .containsExactly("page");
    assertThat(world.get(token, "/api/v1/farms/?page_size=101").errors().propertyNames())
        .containsExactly("page_size");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "boundary/",
        "ndvi/timeseries/?start=2026-01-01&end=2026-02-01",
        "ndvi/latest/",
        "ndwi/latest/",
        "ndmi/latest/",
        "ndvi/observations/",
        "weather/current/",
        "weather/hourly/",
        "weather/daily/"
      })
  void anotherTenantsFarmIsNotThereOnAnyRoute(String route) {
    UUID farm = register(Examples.NOON);
    world.getOnceThere(token, "/api/v1/farms/" + farm);
    String path = "/api/v1/farms/" + farm + "/" + route;
    var answer = world.get(world.token("another-" + tenant, "admin"), path);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.errors().path("detail").asString()).isEqualTo("Farm not found.");
    assertThat(world.get(null, path).status()).isEqualTo(401);
  }

  @Test
  void anotherTenantCannotOrderARefresh() {
    UUID farm = register(Examples.NOON);
    world.getOnceThere(token, "/api/v1/farms/" + farm);
    String path = "/api/v1/farms/" + farm + "/ndvi/refresh/";
    assertThat(world.call("POST", world.token("another-" + tenant, "write"), path).status())
        .isEqualTo(404);
    assertThat(world.call("POST", token, path).status()).isEqualTo(403);
    assertThat(world.records("ndvi-orders", farm.toString())).isEmpty();
  }

  @Test
  void aRetiredFarmVanishesFromEveryRead() {
    UUID farm = register(Examples.NOON);
    world.getOnceThere(token, "/api/v1/farms/" + farm);
    var retired = Examples.farm(farm, tenant, 2, Examples.BBOX, Examples.NOON, false);
    world.publish(
        Topics.FARM_EVENTS, farm.toString(), Examples.event(FarmEvent.Type.RETIRED, retired));
    await()
        .atMost(World.SOON)
        .until(() -> world.get(token, "/api/v1/farms/" + farm).status() == 404);
    assertThat(world.get(token, "/api/v1/farms/").data().path("count").asInt()).isZero();
  }

  @Test
  void anIdIsReadInAnyCaseAndWithoutHyphensAndWhatIsNoneIsNotThere() {
    UUID farm = register(Examples.NOON);
    world.getOnceThere(token, "/api/v1/farms/" + farm);
    String bare = farm.toString().replace("-", "");
    assertThat(world.get(token, "/api/v1/farms/" + bare.toUpperCase(Locale.ROOT)).status())
        .isEqualTo(200);
    assertThat(world.get(token, "/api/v1/farms/7").status()).isEqualTo(404);
    assertThat(world.get(token, "/api/v1/farms/1-1-1-1-1").status()).isEqualTo(404);
  }

  @Test
  void anUnchangedReadIsAnsweredWithoutABody() {
    UUID farm = register(Examples.NOON);
    String path = "/api/v1/farms/" + farm + "/";
    var answer = world.getOnceThere(token, path);
    String tag = answer.header("ETag");
    assertThat(tag).matches("W/\"[0-9a-f]{32}\"");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
    String bare = tag.substring(3, tag.length() - 1);
    for (String known :
        List.of(tag, "\"" + bare + "\"", bare, "\"other\", " + tag, "*", "\"" + bare + "\",x")) {
      var unchanged = world.get(token, path, "If-None-Match", known);
      assertThat(unchanged.status()).as(known).isEqualTo(304);
      assertThat(unchanged.header("ETag")).isEqualTo(tag);
      assertThat(unchanged.header("X-Request-ID")).isNotEmpty();
      assertThat(unchanged.body().isMissingNode()).isTrue();
    }
    assertThat(world.get(token, path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  @Test
  void headAnswersLikeGetWithoutABody() {
    UUID farm = register(Examples.NOON);
    String path = "/api/v1/farms/" + farm + "/";
    String tag = world.getOnceThere(token, path).header("ETag");
    var head = world.call("HEAD", token, path);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("ETag")).isEqualTo(tag);
    assertThat(head.body().isMissingNode()).isTrue();
  }

  @Test
  void anEventThatCannotBeReadIsADeadLetterAndTheNextOneCounts() {
    UUID farm = UUID.randomUUID();
    world.publish(Topics.FARM_EVENTS.name(), farm.toString(), "{".getBytes(StandardCharsets.UTF_8));
    var state = Examples.farm(farm, tenant, 1);
    world.publish(Topics.FARM_EVENTS, farm.toString(), Examples.registered(state));
    world.getOnceThere(token, "/api/v1/farms/" + farm);
    await()
        .atMost(World.SOON)
        .untilAsserted(() ->
            assertThat(world.records("farm-events-dlt", farm.toString()))
                .singleElement()
                .satisfies(record ->
                    assertThat(EventHeaders.value(record.headers(), DeadLetter.CODE))
                        .isEqualTo("unreadable")));
    await()
        .atMost(World.SOON)
        .untilAsserted(() ->
            assertThat(world.text("/metrics"))
                .contains("query_dead_letters_total{code=\"unreadable\",topic=\"farm-events\"}"));
  }

  @Test
  void theRootTellsWhereTheServiceIsDescribed() {
    var answer = world.get(null, "/");
    assertThat(answer.data().path("ok").asBoolean()).isTrue();
    assertThat(answer.data().path("docs").asString()).isEqualTo("/api/docs/");
  }

  @Test
  void theRootIsAPageForABrowser() throws Exception {
    try (var browser = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
              .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
              .build();
      var page = browser.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(page.body()).startsWith("<!doctype html>");
      assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'")
          .doesNotContain("unsafe");
    }
    assertThat(world.text("/page/main.js")).contains("import");
  }

  @Test
  void theBoundaryIsTheOneSyncedOrElseTheBox() {
    UUID farm = register(Examples.NOON);
    var feature = world.getOnceThere(token, "/api/v1/farms/" + farm + "/boundary/").data();
    assertThat(feature.toString())
        .isEqualTo(
            """
            {"type":"Feature","id":"%s","bbox":[4.3012,50.8631,4.3058,50.866],\
            "geometry":{"type":"Polygon","coordinates":\
            [[[4.3012,50.8631],[4.3058,50.8631],[4.3058,50.866],[4.3012,50.866],[4.3012,50.8631]]]},\
            "properties":{"name":"Shamba 1","area_ha":10.43,"version":1}}\
            """
                .formatted(farm));
  }

  private UUID register(Instant created) {
    UUID farm = UUID.randomUUID();
    var state = Examples.farm(farm, tenant, 1, Examples.BBOX, created, true);
    world.publish(Topics.FARM_EVENTS, farm.toString(), Examples.registered(state));
    return farm;
  }
}
