package io.farmsync.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.EventHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What operators do with dead letters. Each test has a farm of its own. */
class DeadLettersIT {

  private static final String PATH = "/api/v1/dead-letters/";

  private final RunningService service = RunningService.shared();
  private final String admin = service.administrationToken();

  @Test
  void lettersAreFoundByTopicCauseFarmAndTime() {
    put("ndvi-requests", "farm-filter", "timed_out", 1);
    put("ndvi-requests", "farm-filter", "undecodable", 1);
    put("weather-requests", "50.9,4.3", "unreadable", 1);
    assertThat(count("farm=farm-filter")).isEqualTo(2);
    assertThat(count("farm=farm-filter&code=timed_out")).isEqualTo(1);
    assertThat(count("farm=farm-filter&topic=weather-requests")).isZero();
    assertThat(count("farm=farm-filter&to=2020-01-01T00:00:00Z")).isZero();
    assertThat(count("farm=farm-filter&from=2020-01-01T00:00:00Z")).isEqualTo(2);
    var wrong = call("GET", "?from=yesterday", "");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.errors().has("from")).isTrue();
  }

  @Test
  void aLetterShowsItsRecordAndItsCause() {
    put("ndvi-requests", "farm-shown", "timed_out", 1);
    String id = ids("farm=farm-shown").getFirst();
    var shown = call("GET", id, "").data();
    assertThat(shown.path("value").asString()).isEqualTo("{\"number\":0}");
    assertThat(shown.path("headers").path("tenant").asString()).isEqualTo("blue");
    assertThat(shown.path("letter").path("reason").asString()).isEqualTo("for a test");
    assertThat(call("GET", "ndvi-requests/0/999999", "").status()).isEqualTo(404);
  }

  @Test
  void aRedrivenRecordIsTheOriginalAndIsCounted() {
    put("ndvi-requests", "farm-redriven", "timed_out", 1);
    assertThat(decide("redrive", "\"farm\":\"farm-redriven\",\"dry_run\":true")).isEqualTo(1);
    assertThat(redriven("farm-redriven")).isEmpty();
    assertThat(decide("redrive", "\"farm\":\"farm-redriven\",\"operator\":\"amina\"")).isEqualTo(1);
    // a commit returns before the broker has marked every partition
    var again = await().until(() -> redriven("farm-redriven"), all -> !all.isEmpty()).getFirst();
    assertThat(new String(again.value(), UTF_8)).isEqualTo("{\"number\":0}");
    assertThat(EventHeaders.value(again.headers(), "tenant")).isEqualTo("blue");
    assertThat(EventHeaders.value(again.headers(), DeadLetter.REDRIVEN)).isEqualTo("1");
    assertThat(again.headers().lastHeader(DeadLetter.CODE)).isNull();
    assertThat(decide("redrive", "\"farm\":\"farm-redriven\"")).as("again").isZero();
    var decision =
        call("GET", "?farm=farm-redriven&decided=true", "")
            .data()
            .path("results")
            .path(0)
            .path("decision");
    assertThat(decision.path("by").asString()).isNotEmpty();
    assertThat(decision.path("operator").asString()).isEqualTo("amina");
    assertThat(decision.path("request_id").asString()).isNotEmpty();
  }

  @Test
  void aDroppedLetterIsClosedAndItsRecordStaysAway() {
    put("ndvi-requests", "farm-dropped", "undecodable", 2);
    assertThat(decide("drop", "\"farm\":\"farm-dropped\",\"limit\":1")).isEqualTo(1);
    assertThat(count("farm=farm-dropped")).isEqualTo(1);
    assertThat(decide("drop", "\"farm\":\"farm-dropped\"")).isEqualTo(1);
    assertThat(redriven("farm-dropped")).isEmpty();
  }

  @Test
  void aRecordThatKeepsComingBackIsRefusedUnlessForced() {
    put("ndvi-requests", "farm-looping", "timed_out", 1, 3);
    var refused = call("POST", "redrive", "{\"farm\":\"farm-looping\"}").data();
    assertThat(refused.path("decided").asInt()).isZero();
    assertThat(refused.path("refused").path(0).path("reason").asString())
        .contains("after 3 redrives");
    assertThat(decide("redrive", "\"farm\":\"farm-looping\",\"force\":true")).isEqualTo(1);
    var again = await().until(() -> redriven("farm-looping"), all -> !all.isEmpty()).getFirst();
    assertThat(EventHeaders.value(again.headers(), DeadLetter.REDRIVEN)).isEqualTo("4");
  }

  @Test
  void whatTheEventStoreTellsIsNotToldTwiceEvenByForce() {
    put("farm-events", "farm-told", "unusable", 1);
    var refused = call("POST", "redrive", "{\"farm\":\"farm-told\",\"force\":true}").data();
    assertThat(refused.path("decided").asInt()).isZero();
    assertThat(refused.path("refused").path(0).path("reason").asString()).contains("in order");
  }

  @Test
  void ordersThatBreakEachOtherOffRedriveEachRecordOnce() {
    put("weather-requests", "farm-crowd", "unreadable", 1200);
    try (var threads = Executors.newFixedThreadPool(3)) {
      var orders =
          IntStream.range(0, 3)
              .mapToObj(_ ->
                  CompletableFuture.supplyAsync(
                      () -> call("POST", "redrive", "{\"farm\":\"farm-crowd\"}").status(), threads))
              .toList();
      assertThat(orders.stream().map(CompletableFuture::join)).isSubsetOf(200, 409).contains(200);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> decide("redrive", "\"farm\":\"farm-crowd\"") == 0);
    await()
        .untilAsserted(() ->
            assertThat(redriven("weather-requests", "farm-crowd"))
                .extracting(record -> new String(record.value(), UTF_8))
                .hasSize(1200)
                .doesNotHaveDuplicates());
  }

  @Test
  void anOrderMustSayWhichLetters() {
    assertThat(call("POST", "drop", "{}").status()).isEqualTo(400);
    assertThat(call("POST", "drop", "{\"ids\":[\"x\"]}").status()).isEqualTo(400);
  }

  @Test
  void onlyAdministratorsDecide() {
    var answer =
        service.send(
            Call.post(PATH + "drop").bearer(service.token("blue", "admin")).json("{\"all\":true}"));
    assertThat(answer.status()).as("as any token that is not an administrator's").isEqualTo(401);
  }

  private long count(String query) {
    return call("GET", "?" + query, "").data().path("count").asLong();
  }

  private List<String> ids(String query) {
    var ids = new ArrayList<String>();
    call("GET", "?" + query, "")
        .data()
        .path("results")
        .forEach(letter -> ids.add(letter.path("id").asString()));
    return ids;
  }

  private int decide(String verb, String members) {
    var answer = call("POST", verb, "{" + members + "}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data().path("decided").asInt();
  }

  private Answer call(String method, String path, String body) {
    var call = Call.of(method, PATH + path).bearer(admin);
    return service.send(body.isEmpty() ? call : call.json(body));
  }

  private static void put(String topic, String key, String code, int count) {
    put(topic, key, code, count, 0);
  }

  private static void put(String topic, String key, String code, int count, int redriven) {
    try (var producer =
        new KafkaProducer<>(
            kafka().producer("test"), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int number = 0; number < count; number++) {
        var headers = new RecordHeaders().add("tenant", "blue".getBytes(UTF_8));
        if (redriven > 0) {
          headers.add(DeadLetter.REDRIVEN, Integer.toString(redriven).getBytes(UTF_8));
        }
        var source =
            new ConsumerRecord<>(
                topic,
                0,
                number,
                -1L,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key.getBytes(UTF_8),
                "{\"number\":%d}".formatted(number).getBytes(UTF_8),
                headers,
                Optional.empty());
        var _ = producer.send(new DeadLetter("test", code, "for a test", 1).of(source));
      }
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> redriven(String key) {
    return redriven("ndvi-requests", key);
  }

  /** Committed records of the key. */
  private static List<ConsumerRecord<byte[], byte[]>> redriven(String topic, String key) {
    try (var consumer =
        new KafkaConsumer<>(
            kafka().consumer("test"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          if (key.equals(new String(record.key(), UTF_8))) {
            found.add(record);
          }
        }
      }
      return found;
    }
  }

  private static KafkaSettings kafka() {
    return new KafkaSettings(
        EmbeddedPlatform.shared().kafka().bootstrapServers(), (short) 1, "unused", Map.of());
  }
}
