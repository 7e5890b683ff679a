package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.embedded.EmbeddedKafka;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.platform.kafka.TopicProvisioner;
import io.farmsync.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Instances in processes of their own, on a broker of their own. The tests build on each other: one
 * instance, two, three, then deaths among three. On a machine that does nothing else, {@code
 * -DargLine=-Dquiet=true} also holds the time in which reads fail to a second.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstancesIT {

  private static final Logger log = LoggerFactory.getLogger(InstancesIT.class);
  private static final int FARMS = 60;
  private static final String TENANT = "tenant-one";
  private static final LocalDate DAY = LocalDate.parse("2026-02-26");

  /** Three kinds of task over twelve partitions; each has a copy. */
  private static final int ALL_TASKS = 48;

  private static final int SOME_TASKS = 8;

  @TempDir static Path folder;

  private static final List<UUID> FARM_IDS =
      IntStream.range(0, FARMS).mapToObj(i -> new UUID(7, i)).toList();

  private static EmbeddedKafka kafka;
  private static QueryProcess first;
  private static QueryProcess second;
  private static QueryProcess third;
  private static World world;
  private static String token;
  private static Map<String, JsonNode> expected;

  @BeforeAll
  static void twoInstancesAnswer() throws IOException {
    kafka = EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder.resolve("kafka")));
    new TopicProvisioner(new KafkaSettings(kafka.bootstrapServers(), (short) 1, "unused", Map.of()))
        .provision();
    first = QueryProcess.of("first", folder, kafka.bootstrapServers());
    second = QueryProcess.of("second", folder, kafka.bootstrapServers());
    third = QueryProcess.of("third", folder, kafka.bootstrapServers());
    first.start();
    second.start();
    first.awaitListening();
    world = new World(first.port(), kafka.bootstrapServers(), Duration.ofSeconds(90));
    token = world.token(TENANT, "read");
    for (var instance : List.of(first, second)) {
      instance.awaitReady(SOME_TASKS, SOME_TASKS);
    }
    for (int i = 0; i < FARMS; i++) {
      publish(FARM_IDS.get(i), i);
    }
    await()
        .atMost(World.SOON)
        .until(() -> world.get(token, list(1)).data().path("count").asInt() == FARMS);
    for (String path : paths()) {
      world.getOnceThere(token, path);
    }
    expected = answers(world);
  }

  @AfterAll
  static void end() {
    for (QueryProcess one : List.of(first, second, third)) {
      one.close();
    }
    world.close();
    kafka.close();
  }

  @Test
  @Order(1)
  void eachOfTwoInstancesAnswersEveryReadAlike() {
    assertThat(answers(of(second))).isEqualTo(expected);
  }

  @Test
  @Order(2)
  void aThirdThatServesNothingYetAnswersEveryReadAlike() throws IOException {
    third.start();
    third.awaitReady(0, 1);
    for (var instance : List.of(first, second, third)) {
      assertThat(answers(of(instance))).as(instance.name()).isEqualTo(expected);
    }
  }

  @Test
  @Order(3)
  void nobodyButAnInstanceIsAnsweredByTheirRoute() throws Exception {
    String question = "{\"store\":\"farms-v1\",\"is_copy_enough\":false,\"questions\":[]}";
    try (var http = HttpClient.newHttpClient()) {
      for (String secret : List.of("", "guess", QueryProcess.SECRET)) {
        var request =
            HttpRequest.newBuilder(
                    URI.create("http://localhost:" + first.port() + "/internal/stores"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("X-Instance-Secret", secret)
                .POST(BodyPublishers.ofString(question))
                .build();
        assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
            .isEqualTo(secret.equals(QueryProcess.SECRET) ? 200 : 404);
      }
    }
  }

  @Test
  @Order(3)
  void eachInstanceWaitsForAVersionThatAnotherOneFolds() {
    String reader = world.token("tenant-two", "read");
    for (int i = 0; i < SOME_TASKS; i++) {
      var farm = new UUID(8, i);
      String path = "/api/v1/farms/" + farm + "?min_version=1";
      var answers =
          List.of(first, second, third).stream()
              .map(instance ->
                  CompletableFuture.supplyAsync(
                      () -> of(instance).get(reader, path, "Prefer", "wait=10"),
                      Thread::startVirtualThread))
              .toList();
      world.publish(
          Topics.FARM_EVENTS,
          farm.toString(),
          Examples.registered(Examples.farm(farm, "tenant-two", 1)));
      for (var answer : answers) {
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(answer.join().header("X-Farm-Version")).isEqualTo("1");
        assertThat(answer.join().header("X-View-Lag")).isNotEmpty();
      }
    }
  }

  @Test
  @Order(4)
  void aKilledInstanceCostsTheOthersNoWrongAnswer() throws Exception {
    underLoad(
        "kill -9",
        () -> {
          second.kill();
          // its partitions are served by others once its session is over
          await()
              .atMost(Duration.ofSeconds(60))
              .until(() -> serving(first) + serving(third) == ALL_TASKS);
          second.start();
          second.awaitReady(0, 1);
        });
  }

  @Test
  @Order(5)
  void aRestartedInstanceCostsTheOthersNoWrongAnswer() throws Exception {
    underLoad(
        "restart",
        () -> {
          second.stop();
          second.start();
          second.awaitReady(0, 1);
        });
  }

  @Test
  @Order(6)
  void oneAloneAnswersAsAllDid() throws Exception {
    second.stop();
    third.stop();
    first.awaitReady(ALL_TASKS, 0);
    assertThat(answers(of(first))).isEqualTo(expected);
  }

  @Test
  @Order(7)
  void withoutBrokersReadsGoOnAndASampleIsRefusedUntilLater() {
    kafka.close();
    assertThat(answers(of(first))).isEqualTo(expected);
    String sample =
        """
        {"farm_id": "%s", "timestamp": "2026-02-26T09:30:00Z", "mean": 0.5, "min": 0.2, "max": 0.7}\
        """
            .formatted(FARM_IDS.getFirst());
    var answer = of(first).post(world.token(TENANT, "write"), "/api/v1/ndvi/", sample);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("5");
  }

  private interface Drill {
    void run() throws Exception;
  }

  private static int serving(QueryProcess instance) {
    return instance.ready().path("data").path("components").path("views").path("serving").asInt();
  }

  /** Reads the first and third instance while something happens to the second. */
  private static void underLoad(String what, Drill drill) throws Exception {
    var loads =
        List.of(first, third).stream()
            .map(instance -> new ReadLoad(of(instance), token, expected, 2))
            .toList();
    try {
      drill.run();
    } finally {
      loads.forEach(ReadLoad::close);
    }
    for (var load : loads) {
      log.info(
          "{}: {} reads, {} failures in {} of time, {} wrong",
          what,
          load.reads(),
          load.failures().size(),
          load.failingTime(),
          load.wrong().size());
      assertThat(load.wrong()).isEmpty();
      assertThat(load.failures())
          .allMatch(failure -> failure.status() == 503 && failure.saysWhenToComeAgain());
      if (Boolean.getBoolean("quiet")) { // a hand-over takes processor time
        assertThat(load.failingTime()).isLessThanOrEqualTo(Duration.ofSeconds(1));
      }
      assertThat(load.reads()).isGreaterThan(100);
    }
  }

  private static World of(QueryProcess instance) {
    return world.at(instance.port());
  }

  private static void publish(UUID farm, int number) {
    var state =
        Examples.farm(farm, TENANT, 1, Examples.BBOX, Examples.NOON.plusSeconds(number), true);
    world.publish(Topics.FARM_EVENTS, farm.toString(), Examples.registered(state));
    for (int day = 0; day < 3; day++) {
      var observed =
          Examples.observed(farm, "ndvi", DAY.minusDays(7L * day), 0.2 + number * 0.01, 0.1);
      world.publish(Topics.NDVI_RESULTS, farm.toString(), observed);
    }
  }

  private static List<String> paths() {
    var farms =
        FARM_IDS.stream()
            .flatMap(farm -> {
              String at = "/api/v1/farms/" + farm;
              return List.of(
                  at,
                  at + "/boundary/",
                  at + "/ndvi/latest/?max_cloud=50&lookback_days=370",
                  at + "/ndvi/observations/?start=2026-02-01&end=2026-02-28&max_cloud=50")
                  .stream();
            });
    var lists = IntStream.rangeClosed(1, 4).mapToObj(InstancesIT::list);
    return java.util.stream.Stream.concat(farms, lists).toList();
  }

  private static String list(int page) {
    return "/api/v1/farms/?page_size=17&page=" + page;
  }

  private static Map<String, JsonNode> answers(World world) {
    var answers = new LinkedHashMap<String, JsonNode>();
    for (String path : paths()) {
      var answer = world.get(token, path);
      assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(200);
      answers.put(path, answer.data());
    }
    return answers;
  }
}
