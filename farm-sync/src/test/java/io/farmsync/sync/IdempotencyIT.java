package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdempotencyIT {

  private final RunningService service = RunningService.shared();
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final String token = service.token(tenant, "write");
  private final UUID farm = UUID.randomUUID();

  @Test
  void aRepeatedRequestIsAnsweredAsTheFirstOneUnderItsOwnRequestId() {
    var first = sync("key", "Shamba");
    assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
    sync("another key", "Meadow");
    var repeated = sync("key", "Shamba");
    assertThat(repeated.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(repeated.status()).isEqualTo(200);
    assertThat(repeated.data()).isEqualTo(first.data());
    assertThat(repeated.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(repeated.json().path("request_id")).isNotEqualTo(first.json().path("request_id"));
    assertThat(events()).isEqualTo(2);
  }

  @Test
  void anotherBodyUnderTheSameKeyChangesNothing() {
    var first = sync("key", "Shamba");
    var other = sync("key", "Meadow");
    assertThat(other.data()).isEqualTo(first.data());
    assertThat(other.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(events()).isEqualTo(1);
  }

  @Test
  void aKeyBelongsToItsClient() {
    sync("key", "Shamba");
    String colleague = service.token(tenant, "write");
    var answer = service.send(call("key", "Meadow").bearer(colleague));
    assertThat(answer.headers().firstValue("Idempotent-Replayed")).isEmpty();
    assertThat(answer.data().path("name").asString()).isEqualTo("Meadow");
  }

  @Test
  void aRefusedRequestDoesNotUseItsKeyUp() {
    sync("registration", "Shamba");
    var refused = service.send(call("key", "Meadow").with("If-Match", "\"9\""));
    assertThat(refused.status()).isEqualTo(412);
    var invalid = service.send(call("key", " "));
    assertThat(invalid.status()).isEqualTo(400);
    var applied = sync("key", "Meadow");
    assertThat(applied.headers().firstValue("Idempotent-Replayed")).isEmpty();
    assertThat(applied.header("ETag")).isEqualTo("\"2\"");
  }

  @Test
  void aBlankKeyIsNoneAndALongOneIsRefused() {
    assertThat(sync("  ", "Shamba").status()).isEqualTo(200);
    assertThat(sync("  ", "Meadow").header("ETag")).isEqualTo("\"2\"");
    assertThat(sync(" " + "k".repeat(191) + " ", "Hill").status()).isEqualTo(200);
    var refused = sync("k".repeat(192), "Dale");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errors().propertyNames()).containsExactly("Idempotency-Key");
  }

  @Test
  void requestsAtOnceUnderOneKeyAreAppliedOnceAndAllGetTheResult() throws Exception {
    List<Callable<Answer>> calls =
        Stream.generate(() -> (Callable<Answer>) () -> sync("key", "Shamba")).limit(12).toList();
    var answers = new ArrayList<Answer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var future : threads.invokeAll(calls)) {
        answers.add(future.get());
      }
    }
    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers).extracting(Answer::data).containsOnly(answers.getFirst().data());
    assertThat(answers)
        .filteredOn(answer -> answer.headers().firstValue("Idempotent-Replayed").isEmpty())
        .hasSize(1);
    assertThat(events()).isEqualTo(1);
  }

  @Test
  void aKeyIsForgottenAfterADay() {
    sync("key", "Shamba");
    service
        .jdbc()
        .sql(
            "update idempotency set created_at = created_at - interval '24 hours 1 second' where key = 'key'")
        .update();
    assertThat(sync("key", "Meadow").headers().firstValue("Idempotent-Replayed")).isEmpty();
    assertThat(events()).isEqualTo(2);
  }

  @Test
  void aStrictServiceRefusesAnotherBodyUnderTheSameKey() {
    try (var strict =
        RunningService.start(Map.of("farm-sync.commands.strict-idempotency", "true"))) {
      String strictToken = strict.token(tenant, "write");
      strict.send(call("key", "Shamba").bearer(strictToken));
      var refused = strict.send(call("key", "Meadow").bearer(strictToken));
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.code()).isEqualTo("idempotency_conflict");
      assertThat(strict.send(call("key", "Shamba").bearer(strictToken)).status()).isEqualTo(200);
    }
  }

  private Answer sync(String key, String name) {
    return service.send(call(key, name));
  }

  private Call call(String key, String name) {
    return Call.post("/api/v1/farms/sync")
        .bearer(token)
        .with("Idempotency-Key", key)
        .json(
            """
            {"external_farm_id":"%s","external_user_id":"anna","name":"%s",\
            "bbox":{"south":-1.3,"west":36.7,"north":-1.2,"east":36.8}}\
            """
                .formatted(farm, name));
  }

  private long events() {
    return service
        .jdbc()
        .sql("select count(*) from farm_event where external_farm_id = ?")
        .param(farm)
        .query(Long.class)
        .single();
  }
}
