package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.farmsync.schemas.Topics;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

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

  private UUID register(Instant created) {
    UUID farm = UUID.randomUUID();
    var state = Examples.farm(farm, tenant, 1, Examples.BBOX, created, true);
    world.publish(Topics.FARM_EVENTS, farm.toString(), Examples.registered(state));
    return farm;
  }
}
