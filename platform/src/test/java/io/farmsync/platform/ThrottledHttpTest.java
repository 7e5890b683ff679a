package io.farmsync.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;

/** How often one caller may call, over a real server. */
@SpringBootTest(
    classes = SampleService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "farm.authentication.api-key-pepper=pepper",
      "farm.throttle.api-key=3/min",
      "farm.throttle.anonymous=20/min"
    })
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class ThrottledHttpTest extends SampleServiceTest {

  @Test
  void apiKeyIsLetInUntilItIsRevokedAndThrottledByItsId() throws Exception {
    assertThat(get("/sample/read", request -> request.header("X-API-Key", KEY_TEXT)).statusCode())
        .isEqualTo(200);
    assertThat(get("/sample/read", request -> request.header("X-API-Key", KEY_TEXT)).statusCode())
        .isEqualTo(200);
    assertThat(get("/sample/read", request -> request.header("X-API-Key", KEY_TEXT)).statusCode())
        .isEqualTo(200);
    var throttled = get("/sample/read", request -> request.header("X-API-Key", KEY_TEXT));
    assertThat(throttled.statusCode()).isEqualTo(429);
    long wait = body(throttled).at("/errors/wait").asLong();
    assertThat(throttled.headers().firstValueAsLong("Retry-After")).hasValue(wait);
    assertThat(wait).isBetween(1L, 62L);
    assertThat(
            get("/sample/read", request -> request.header("X-API-Key", "wk_live_" + "q".repeat(43)))
                .statusCode())
        .isEqualTo(401);
    credentials.apply("api-key/1", null);
    assertThat(get("/sample/read", request -> request.header("X-API-Key", KEY_TEXT)).statusCode())
        .isEqualTo(401);
  }

  @Test
  void addressThatKeepsFailingIsThrottled() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(get("/sample/read").statusCode()).isEqualTo(401);
    }
    assertThat(get("/sample/read").statusCode()).isEqualTo(429);
  }
}
