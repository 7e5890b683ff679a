package io.farmsync.sync.relay.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSettingsTest {
  @Test
  void theUrlIsTakenApart() {
    Properties properties =
        settings("jdbc:postgresql://db.example:6432/farm?sslmode=verify-full&sslrootcert=/ca.pem")
            .startingAt("{}");
    assertThat(properties)
        .containsEntry("database.hostname", "db.example")
        .containsEntry("database.port", "6432")
        .containsEntry("database.dbname", "farm")
        .containsEntry("driver.sslmode", "verify-full")
        .containsEntry("driver.sslrootcert", "/ca.pem");
  }

  @Test
  void thePortIsPostgresOwnUnlessGiven() {
    assertThat(settings("jdbc:postgresql://localhost/farm").startingAt("{}"))
        .containsEntry("database.port", "5432");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:farm",
        "jdbc:postgresql://localhost/",
        "jdbc:postgresql://a,b/farm"
      })
  void aUrlWithoutOneHostAndADatabaseIsRefused(String url) {
    assertThatThrownBy(() -> settings(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("farm-sync.database.url: \"" + url);
  }

  private static EngineSettings settings(String url) {
    return new EngineSettings(
        url, "farm", "secret", "farm_relay", "farm_relay", Duration.ofMillis(5), 2048, 8192);
  }
}
