package io.farmsync.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** The log as a collector such as Loki reads it. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
    classes = SampleService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "logging.structured.format.console=ecs")
class JsonLogTest extends SampleServiceTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @Test
  void linesAreJsonWithTheIdsOfTheirRequest(CapturedOutput output) throws Exception {
    String farm = UUID.randomUUID().toString();
    var answer =
        get(
            "/api/v1/farms/" + farm + "/broken",
            request ->
                bearer(request, token(claims()))
                    .header("X-Request-ID", "request-of-this-test")
                    .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"));
    assertThat(answer.statusCode()).isEqualTo(500);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> output.getOut().contains("request-of-this-test"));
    JsonNode line =
        output
            .getOut()
            .lines()
            .filter(each -> each.contains("request-of-this-test"))
            .map(json::readTree)
            .findFirst()
            .orElseThrow();
    assertThat(line.path("request_id").asString("")).isEqualTo("request-of-this-test");
    assertThat(line.path("trace_id").asString("")).isEqualTo(TRACE);
    assertThat(line.path("farm").asString("")).isEqualTo(farm);
    assertThat(line.path("tenant").asString("")).isEqualTo("tenant-one");
    assertThat(line.at("/log/level").asString("")).isEqualTo("ERROR");
  }
}
