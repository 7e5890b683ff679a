package io.farmsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Secrets go through every path that succeeds and that fails, while everything logs at DEBUG. */
class SecretsInLogIT {

  private static final String PING = "/api/v1/integrations/nextcloud/ping/";
  private static final String TOKEN = "/api/v1/integrations/token/";
  private static final String KEYS = "/api/v1/keys/";
  private static final String HOOK = "/api/v1/integrations/nextcloud/webhook";

  /** At DEBUG it writes bodies of requests and answers up to a hundred characters. */
  private static final String UNABRIDGED = "org.springframework.web";

  private static final List<String> TALKATIVE =
      List.of(
          "io.farmsync",
          "org.springframework",
          UNABRIDGED,
          "org.apache.coyote",
          "org.apache.tomcat",
          "org.apache.catalina",
          "org.postgresql",
          "com.zaxxer.hikari",
          "com.nimbusds");

  /** So many characters of a secret in a row are a leak. */
  private static final int PART = 16;

  private final RunningService service = RunningService.shared();
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
  private final Map<String, Level> before = new HashMap<>();

  @BeforeEach
  void logEverything() {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(logback);
    encoder.setPattern("%level %logger %mdc %msg%n%ex");
    encoder.start();
    appender.setContext(logback);
    appender.setEncoder(encoder);
    appender.setOutputStream(written);
    appender.start();
    logback.getLogger("ROOT").addAppender(appender);
    for (String name : TALKATIVE) {
      var logger = logback.getLogger(name);
      before.put(name, logger.getLevel());
      logger.setLevel(name.equals(UNABRIDGED) ? Level.TRACE : Level.DEBUG);
    }
  }

  @AfterEach
  void logAsBefore() {
    before.forEach((name, level) -> logback.getLogger(name).setLevel(level));
    logback.getLogger("ROOT").detachAppender(appender);
    appender.stop();
  }

  @Test
  void noSecretIsInTheLog() {
    var secrets = new ArrayList<String>();
    var client = service.client(tenant, "write");
    secrets.add(client.secret());
    String token = service.token(client);
    secrets.add(token);
    String administrator = service.administrationToken();
    secrets.add(administrator);

    var now = Instant.now();
    String nonce = UUID.randomUUID().toString();
    String signature = client.signature("GET", PING, "", now, nonce, new byte[0]);
    secrets.add(signature);
    service.send(client.headers(Call.get(PING), now, nonce, signature));
    service.send(client.headers(Call.get(PING), now, nonce, signature)); // a replay
    String wrong = "f00d".repeat(16);
    secrets.add(wrong);
    service.send(client.headers(Call.post(TOKEN), now, UUID.randomUUID().toString(), wrong));

    String farm = "/api/v1/farms/" + UUID.randomUUID();
    service.send(Call.get(farm + "/events").bearer(token));
    service.send(Call.post("/api/v1/farms/sync").bearer(token).json("{not json"));
    String forged = token.substring(0, token.length() - 6) + "AAAAAA";
    secrets.add(forged);
    service.send(Call.get(farm + "/events").bearer(forged));

    var issued =
        service.send(
            Call.post(KEYS)
                .bearer(administrator)
                .json(
                    """
                    {"name":"hook","tenant":"%s","user_id":"anna","scope":"write"}\
                    """
                        .formatted(tenant)));
    String key = issued.data().path("api_key").asString("");
    assertThat(key).as(issued.body()).startsWith("wk_live_");
    secrets.add(key);
    service.send(Call.get(PING).with("X-API-Key", key));
    service.send(Call.post(HOOK).with("X-API-Key", key).json("{\"event\":{}}"));
    String unknownKey = "wk_live_" + "u".repeat(43);
    secrets.add(unknownKey);
    service.send(Call.get(PING).with("X-API-Key", unknownKey));
    service.send(Call.post(HOOK).with("X-API-Key", unknownKey).json("{}"));

    String log = written.toString(StandardCharsets.UTF_8);
    assertThat(log).as("it did log").contains("DEBUG org.springframework.web");
    for (String secret : secrets) {
      String random =
          secret.substring(secret.indexOf('.') + 1); // what all tokens begin with is none
      for (int from = 0; from + PART <= random.length(); from += PART / 2) {
        String part = random.substring(from, from + PART);
        assertThat(log.contains(part)).as(around(log, part)).isFalse();
      }
    }
  }

  private static String around(String log, String secret) {
    return log.lines().filter(line -> line.contains(secret)).findFirst().orElse("not in the log");
  }
}
