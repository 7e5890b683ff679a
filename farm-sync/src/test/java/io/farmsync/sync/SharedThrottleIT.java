package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.embedded.EmbeddedPlatform;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Instances on one database and one broker count their callers together. */
class SharedThrottleIT {

  private static final Call WHO = Call.get("/api/v1/integrations/whoami");

  @Test
  void aCallerHasOneAllowanceWhereverItCalls() {
    var database = EmbeddedPlatform.shared().createDatabase("farm_sync");
    var settings = Map.of("farm.throttle.shared", "true", "farm.throttle.user", "5/h");
    String token;
    try (var first = RunningService.start(database, settings);
        var second = RunningService.start(database, settings)) {
      token = first.token("tenant", "read");
      for (int call = 0; call < 5; call++) {
        assertThat(first.send(WHO.bearer(token)).status()).isEqualTo(200);
      }
      String other = first.token("tenant", "read");
      assertThat(first.send(WHO.bearer(token)).status()).isEqualTo(429);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(second.send(WHO.bearer(token)).status()).isEqualTo(429));
      assertThat(second.send(WHO.bearer(other)).status()).isEqualTo(200);
    }
    try (var restarted = RunningService.start(database, settings)) {
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> assertThat(restarted.send(WHO.bearer(token)).status()).isEqualTo(429));
    }
  }
}
