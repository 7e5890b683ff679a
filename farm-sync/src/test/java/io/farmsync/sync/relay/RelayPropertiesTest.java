package io.farmsync.sync.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RelayPropertiesTest {
  @Test
  void theDefaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new RelayProperties(
                true,
                "farm_relay",
                "farm_relay",
                Duration.ofMillis(5),
                2048,
                8192,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "slot, Farm-Relay",
    "slot, ''",
    "publication, a b",
    "poll-interval, 0",
    "poll-interval, 10us",
    "heartbeat-interval, -1s",
    "measure-interval, 0",
    "first-pause, 0",
    "longest-pause, 50ms",
    "max-queue-size, 2048"
  })
  void aWrongValueIsNamed(String setting, String value) {
    assertThatThrownBy(() -> bind(Map.of(setting, value)))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .rootCause()
        .hasMessageStartingWith("farm-sync.relay." + setting + ":");
  }

  private static RelayProperties bind(Map<String, String> settings) {
    var source = new HashMap<String, String>();
    settings.forEach((name, value) -> source.put("farm-sync.relay." + name, value));
    return new Binder(new MapConfigurationPropertySource(source))
        .bindOrCreate("farm-sync.relay", RelayProperties.class);
  }
}
