package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchIT {

  private static final String BATCH = "/api/v1/farms/sync/batch";

  private final RunningService service = RunningService.shared();
  private final String token = service.token("tenant-" + UUID.randomUUID(), "write");

  @Test
  void aBadFarmDoesNotHoldTheOthers() {
    var good = UUID.randomUUID();
    var taken = UUID.randomUUID();
    String stranger = service.token("tenant-" + UUID.randomUUID(), "write");
    service.send(Call.post("/api/v1/farms/sync").bearer(stranger).json(farm(taken, "Theirs")));
    var answer = batch(farm(good, "Shamba") + ",{\"name\":5}," + farm(taken, "Mine") + ",7");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var data = answer.data();
    assertThat(data.path("synced").asInt()).isEqualTo(1);
    assertThat(data.path("failed").asInt()).isEqualTo(3);
    assertThat(data.path("results").valueStream().map(item -> item.path("status").asInt()))
        .containsExactly(200, 400, 409, 400);
    assertThat(data.at("/results/0/farm/slug").asString()).isEqualTo("shamba");
    assertThat(data.at("/results/1/errors/bbox/0").asString()).isEqualTo("This field is required.");
    assertThat(data.at("/results/2/errors/code").asString()).isEqualTo("farm_conflict");
    assertThat(versions(taken)).isEqualTo(1);
  }

  @Test
  void aFarmThatComesTwiceTakesBothStepsInTheirOrder() {
    var id = UUID.randomUUID();
    var data = batch(farm(id, "First") + "," + farm(id, "Second")).data();
    assertThat(data.at("/results/0/version").asInt()).isEqualTo(1);
    assertThat(data.at("/results/1/version").asInt()).isEqualTo(2);
    assertThat(data.at("/results/1/farm/name").asString()).isEqualTo("Second");
    assertThat(versions(id)).isEqualTo(2);
  }

  @Test
  void aThousandFarmsOfOneNameAreSyncedWithSlugsOfTheirOwn() {
    String farms =
        IntStream.range(0, 1000)
            .mapToObj(_ -> farm(UUID.randomUUID(), "Same"))
            .collect(Collectors.joining(","));
    var data = batch(farms).data();
    assertThat(data.path("synced").asInt()).isEqualTo(1000);
    assertThat(data.path("results").valueStream().map(item -> item.at("/farm/slug").asString()))
        .doesNotHaveDuplicates()
        .startsWith("same", "same-1", "same-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"farms\":5}", "{\"farms\":[]}", "5"})
  void aBatchIsAListOfFarms(String body) {
    var answer = service.send(Call.post(BATCH).bearer(token).json(body));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().propertyNames()).containsExactly("farms");
  }

  @Test
  void moreThanAThousandFarmsAreRefused() {
    String farms = IntStream.range(0, 1001).mapToObj(_ -> "{}").collect(Collectors.joining(","));
    assertThat(batch(farms).status()).isEqualTo(400);
  }

  private Answer batch(String farms) {
    return service.send(Call.post(BATCH).bearer(token).json("{\"farms\":[" + farms + "]}"));
  }

  private static String farm(UUID id, String name) {
    return """
    {"external_farm_id":"%s","external_user_id":"anna","name":"%s",\
    "bbox":{"south":-1.3,"west":36.7,"north":-1.2,"east":36.8}}\
    """
        .formatted(id, name);
  }

  private long versions(UUID id) {
    return service
        .jdbc()
        .sql("select count(*) from farm_event where external_farm_id = ?")
        .param(id)
        .query(Long.class)
        .single();
  }
}
