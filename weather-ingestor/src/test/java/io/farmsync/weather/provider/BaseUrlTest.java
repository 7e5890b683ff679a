package io.farmsync.weather.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://api.open-meteo.com, https://api.open-meteo.com/v1/forecast",
    "https://api.open-meteo.com/, https://api.open-meteo.com/v1/forecast",
    "https://api.open-meteo.com/v1/forecast, https://api.open-meteo.com/v1/forecast",
    "http://127.0.0.1:9/mirror//, http://127.0.0.1:9/mirror/v1/forecast"
  })
  void theWellKnownPathIsThereOnce(URI base, URI expected) {
    assertThat(BaseUrl.resolve(base, "/v1/forecast")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc", "api.open-meteo.com", "ftp://host"})
  void otherSchemesAreRefusedByName(URI base) {
    assertThatThrownBy(() -> BaseUrl.resolve(base, "/v1/forecast"))
        .hasMessageContaining("base-url: " + base);
  }
}
