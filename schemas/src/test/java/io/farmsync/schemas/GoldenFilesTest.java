package io.farmsync.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.schemas.kafka.WireSchemas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was once published stays readable: one golden file for each kind and version on the wire.
 */
class GoldenFilesTest {

  static Stream<String> names() {
    return Examples.byGoldenFile().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void goldenFileIsReadAsItWasMeant(String name) throws Exception {
    Object expected = Objects.requireNonNull(Examples.byGoldenFile().get(name));
    Object read = JsonSerde.of(Examples.topicOf(expected)).read(golden(name));
    assertThat(read).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("names")
  void valueIsWrittenAsTheGoldenFileAndMatchesItsSchema(String name) throws Exception {
    Object value = Objects.requireNonNull(Examples.byGoldenFile().get(name));
    byte[] written = write(Examples.topicOf(value), value);
    assertThat(WireJson.mapper().readTree(written))
        .isEqualTo(WireJson.mapper().readTree(golden(name)));
  }

  @Test
  void everyGoldenFileHasAnExample() throws Exception {
    try (var files = Files.list(folder())) {
      assertThat(files.map(file -> file.getFileName().toString().replaceAll("\\.json$", "")))
          .containsExactlyInAnyOrderElementsOf(Examples.byGoldenFile().keySet());
    }
  }

  @Test
  void valueOutsideItsSchemaIsNotWritten() {
    var value =
        new WeatherRequest(
            "somewhere", 50.9, 4.3, WeatherRequest.Reason.POINT, Examples.NOON, null);
    assertThatThrownBy(() -> JsonSerde.of(Topics.WEATHER_REQUESTS).write(value))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("weather-requests")
        .hasMessageContaining("cell");
  }

  @Test
  void unknownMembersOfANewerWriterAreIgnored() throws Exception {
    var json =
        new String(golden("weather-request.v1"), StandardCharsets.UTF_8)
            .replaceFirst("\\{", "{\"later\":[1],");
    assertThat(JsonSerde.of(Topics.WEATHER_REQUESTS).read(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Examples.byGoldenFile().get("weather-request.v1"));
  }

  @Test
  void textThatIsNoJsonNamesTheTopic() {
    assertThatThrownBy(
            () -> JsonSerde.of(Topics.FARM_EVENTS).read("<html>".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("farm-events");
  }

  @Test
  void everyTopicNamesASchemaThatExists() {
    assertThat(Topics.all())
        .allSatisfy(topic ->
            assertThatThrownBy(() ->
                    WireSchemas.require(topic.schema(), WireJson.mapper().valueToTree(Map.of())))
                .hasMessageContaining("does not match schema " + topic.schema()));
  }

  @SuppressWarnings("unchecked")
  private static <V> byte[] write(Topic<V> topic, Object value) {
    return Objects.requireNonNull(JsonSerde.of(topic).write((V) value));
  }

  private static byte[] golden(String name) throws Exception {
    return Files.readAllBytes(folder().resolve(name + ".json"));
  }

  private static Path folder() {
    return Path.of("src/test/resources/golden");
  }
}
