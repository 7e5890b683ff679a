package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class SyncIT {

  private final RunningService service = RunningService.shared();

  @Test
  void aFarmIsRegisteredAsNextcloudDoesIt() {
    String token = service.token("tenant-" + UUID.randomUUID(), "write");
    var id = UUID.randomUUID();
    var answer =
        service.send(
            Call.post("/api/v1/farms/sync")
                .bearer(token)
                .json(
                    """
                    {"external_farm_id":"%s","external_user_id":"anna","name":" Shamba la Émile ",
                     "bbox":{"south":-1.234,"west":"36.8","north":-1.2,"east":36.9},
                     "centroid":{"lat":-1.22,"lon":36.85}}\
                    """
                        .formatted(id)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("message").asString()).isEqualTo("Farm synced");
    assertThat(answer.data().path("bbox").path("south").asString()).isEqualTo("-1.23400");
    assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    assertThat(
            service
                .jdbc()
                .sql("select event_type from farm_event where external_farm_id = ?")
                .param(id)
                .query(String.class)
                .list())
        .containsExactly("farm.registered.v1");
  }
}
