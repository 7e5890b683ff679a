package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.platform.auth.Access;
import io.farmsync.query.http.ReadParameter;
import io.farmsync.query.http.Takes;
import io.farmsync.schemas.NdviJob;
import io.farmsync.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What holds for all routes, by walking through those that are there. */
@QueryApiTest
class RoutesIT {

  private static final Path COMMITTED = Path.of("openapi.json");
  private static final String REFRESH =
      "./mvnw -pl query-api -am verify -Dtest=none -Dit.test=RoutesIT -Dopenapi.refresh=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false";

  @LocalServerPort int port;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping mapping;

  private World world;

  @BeforeEach
  void enter() {
    world = new World(port);
  }

  @AfterEach
  void leave() {
    world.close();
  }

  private record Route(String method, String path) {}

  @Test
  void anotherTenantsFarmsAndJobsAreNotThereOnAnyRoute() {
    var tenant = "tenant-" + UUID.randomUUID();
    var farm = farmWithJob(tenant);
    var stranger = world.token("stranger-" + tenant, "write");
    var walked = new ArrayList<Route>();
    for (var route : routes(farm, jobOf(farm))) {
      var answer =
          route.method().equals("GET")
              ? world.get(stranger, route.path())
              : world.post(stranger, route.path(), "{}");
      assertThat(answer.status()).as("%s", route).isEqualTo(404);
      assertThat(answer.body().path("data").isNull()).as("%s", route).isTrue();
      walked.add(route);
    }
    assertThat(walked).extracting(Route::path).hasSizeGreaterThan(20);
  }

  @Test
  void whatIsReadIsTaggedAnswersHeadAndRefusesOtherMethods() {
    var tenant = "tenant-" + UUID.randomUUID();
    var farm = farmWithJob(tenant);
    var token = world.token(tenant, "read");
    var tagged = new ArrayList<String>();
    for (var route : routes(farm, jobOf(farm))) {
      String path = route.path();
      if (!route.method().equals("GET")) {
        continue;
      }
      assertThat(world.call("PATCH", token, path).status()).as(path).isEqualTo(405);
      var answer = world.get(token, path);
      if (answer.status() != 200) {
        continue;
      }
      assertThat(world.get(token, path + "/").status()).as("%s/", path).isEqualTo(200);
      var head = world.call("HEAD", token, path);
      assertThat(head.status()).as("HEAD %s", path).isEqualTo(200);
      assertThat(head.body().isMissingNode()).as("HEAD %s", path).isTrue();
      String tag = answer.header("ETag");
      if (!tag.isEmpty()) {
        assertThat(head.header("ETag")).as("HEAD %s", path).isEqualTo(tag);
        for (String known : List.of(tag, tag.substring(2), "\"other\", " + tag)) {
          var unchanged = world.get(token, path, "If-None-Match", known);
          assertThat(unchanged.status()).as("%s with %s", path, known).isEqualTo(304);
        }
        tagged.add(path);
      }
    }
    assertThat(tagged).hasSizeGreaterThan(10);
  }

  /**
   * Pages are left out, as most routes have them say so to Spring, and so is the representation: a
   * word that is not known is no mistake there.
   */
  private static final Set<ReadParameter> TOLD_OTHERWISE =
      EnumSet.of(ReadParameter.PAGE, ReadParameter.PAGE_SIZE, ReadParameter.REPRESENTATION);

  @Test
  void everyRouteReadsTheParametersThatItsDescriptionNamesAndNoOthers() {
    var tenant = "tenant-" + UUID.randomUUID();
    var farm = farmWithJob(tenant);
    var writer = world.token(tenant, "write");
    var read = new HashMap<Route, Set<ReadParameter>>();
    var described = new HashMap<Route, Set<ReadParameter>>();
    mapping
        .getHandlerMethods()
        .forEach((info, handler) -> {
          var takes = handler.getMethodAnnotation(Takes.class);
          var access = handler.getMethodAnnotation(Access.class);
          boolean isForOperators = access != null && access.value() == Access.Policy.ADMINISTRATION;
          String token = isForOperators ? world.administrator() : writer;
          for (var route : routes(info, farm, jobOf(farm))) {
            if (route.path().contains("{")
                || !route.path().startsWith("/api/v1/")
                || route.path().endsWith("/stream")) { // goes on and on
              continue;
            }
            var named = EnumSet.noneOf(ReadParameter.class);
            named.addAll(takes == null ? Set.of() : Set.of(takes.value()));
            named.removeAll(TOLD_OTHERWISE);
            described.put(route, named);
            read.put(
                route,
                EnumSet.complementOf(EnumSet.copyOf(TOLD_OTHERWISE)).stream()
                    .filter(parameter -> isRead(route, parameter, token))
                    .collect(Collectors.toSet()));
          }
        });
    assertThat(read).isEqualTo(described).hasSizeGreaterThan(30);
  }

  /** A route reads a parameter if it says of a wrong value what it does not say without one. */
  private boolean isRead(Route route, ReadParameter parameter, String token) {
    String name = parameter.name().toLowerCase(Locale.ROOT);
    String others = parameter == ReadParameter.RADIUS_KM ? "?near=1,1&" : "?";
    String without = problem(route, others, name, token);
    String wrong = problem(route, others + name + "=" + "%3F".repeat(300), name, token);
    return !wrong.equals(without) && !wrong.contains("not supported here");
  }

  private String problem(Route route, String query, String name, String token) {
    String path = route.path() + query;
    var answer =
        route.method().equals("GET") ? world.get(token, path) : world.post(token, path, "{}");
    return answer.errors().path(name).toString();
  }

  /** A farm of the tenant that is there for reads, as is its one job. */
  private UUID farmWithJob(String tenant) {
    var farm = UUID.randomUUID();
    world.publish(
        Topics.FARM_EVENTS, farm.toString(), Examples.registered(Examples.farm(farm, tenant, 1)));
    var job = Examples.ofTenant(Examples.job(jobOf(farm), farm, NdviJob.Status.SUCCESS), tenant);
    world.publish(Topics.NDVI_JOBS, job.id(), job);
    var token = world.token(tenant, "read");
    world.getOnceThere(token, "/api/v1/farms/" + farm);
    world.getOnceThere(token, "/api/v1/ndvi/jobs/" + job.id());
    return farm;
  }

  private static String jobOf(UUID farm) {
    return "job-" + farm;
  }

  private List<Route> routes(UUID farm, String job) {
    return mapping.getHandlerMethods().keySet().stream()
        .filter(info ->
            info.getPatternValues().stream()
                .anyMatch(path -> path.contains("{external_farm_id}") || path.contains("{job_id}")))
        .flatMap(info -> routes(info, farm, job).stream())
        .toList();
  }

  private static List<Route> routes(RequestMappingInfo info, UUID farm, String job) {
    return info.getPatternValues().stream()
        .map(path -> path.replace("{external_farm_id}", farm.toString()).replace("{job_id}", job))
        .flatMap(RoutesIT::indices)
        .flatMap(path ->
            info.getMethodsCondition().getMethods().stream()
                .map(method -> new Route(method.name(), path)))
        .toList();
  }

  /** A route of several indices is one of each. */
  private static Stream<String> indices(String path) {
    int from = path.indexOf("{index:");
    if (from < 0) {
      return Stream.of(path);
    }
    int to = path.indexOf('}', from);
    return Stream.of(path.substring(from + 7, to).split("\\|", -1))
        .map(index -> path.substring(0, from) + index + path.substring(to + 1));
  }

  @Test
  void theDescriptionOfTheRoutesIsTheCommittedOne() throws IOException {
    var generated = new ApiDocument(world.get(null, "/api/schema/").body());
    if (Boolean.getBoolean("openapi.refresh")) {
      Files.writeString(COMMITTED, generated.text());
    }
    var committed = ApiDocument.parse(Files.readString(COMMITTED));
    assertThat(generated.differencesTo(committed))
        .as("routes differ from query-api/openapi.json; if they should, refresh it: %s", REFRESH)
        .isEmpty();
  }

  @Test
  void longAnswersAreCompressedForThoseWhoAcceptIt() {
    var token = world.token("tenant-" + UUID.randomUUID(), "read");
    var plain = world.bytes(token, "/api/schema/");
    var packed = world.bytes(token, "/api/schema/", "Accept-Encoding", "gzip");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(packed.body()).hasSizeLessThan(plain.body().length / 3);
    var small = world.bytes(token, "/api/v1/farms/", "Accept-Encoding", "gzip");
    assertThat(small.body()).hasSizeLessThan(1024);
    assertThat(small.headers().firstValue("Content-Encoding")).isEmpty();
  }
}
