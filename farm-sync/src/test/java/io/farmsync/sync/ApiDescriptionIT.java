package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiDescriptionIT {

  @Test
  void theDescriptionListsEveryRouteAndTheMembersOfASync() {
    var description = RunningService.shared().send(Call.get("/api/schema/")).json();
    assertThat(description.path("paths").propertyNames())
        .contains(
            "/api/v1/farms/sync",
            "/api/v1/farms/sync/batch",
            "/api/v1/farms/{id}",
            "/api/v1/farms/{id}/restore",
            "/api/v1/farms/{id}/events",
            "/api/v1/integrations/token",
            "/api/v1/integrations/whoami",
            "/api/v1/integrations/ping",
            "/api/v1/integrations/health",
            "/api/v1/integrations/nextcloud/ping",
            "/api/v1/integrations/nextcloud/status",
            "/api/v1/integrations/nextcloud/preview.png",
            "/api/v1/integrations/clients",
            "/api/v1/integrations/clients/{id}",
            "/api/v1/integrations/clients/{id}/rotate-secret",
            "/api/v1/keys",
            "/api/v1/keys/{id}",
            "/api/v1/keys/{id}/rotate");
    var sync = description.at("/paths/~1api~1v1~1farms~1sync/post");
    assertThat(sync.path("parameters").valueStream().map(one -> one.path("name").asString()))
        .containsExactlyInAnyOrder("If-Match", "Idempotency-Key");
    String body = sync.at("/requestBody/content/application~1json/schema/$ref").asString();
    assertThat(description.at(body.substring(1)).path("properties").propertyNames())
        .contains("external_farm_id", "external_user_id", "name", "bbox", "centroid", "geometry");
  }
}
