package io.farmsync.query.live.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How streams are kept.
 *
 * @param heartbeat a comment after so long a silence; shorter notices dead readers sooner
 * @param longest a stream ends after so long, and its reader comes again with a fresh token
 * @param perClient streams that one client may hold on one instance
 */
@ConfigurationProperties("query.stream")
record StreamProperties(
    @DefaultValue("10s") Duration heartbeat,
    @DefaultValue("5m") Duration longest,
    @DefaultValue("8") int perClient) {

  StreamProperties {
    if (heartbeat.compareTo(Duration.ofMillis(100)) < 0 || longest.compareTo(heartbeat) < 0) {
      throw new IllegalArgumentException(
          "query.stream: heartbeat "
              + heartbeat
              + " (expected: >= 100 ms, <= longest "
              + longest
              + ")");
    }
    if (perClient < 1) {
      throw new IllegalArgumentException(
          "query.stream.per-client: " + perClient + " (expected: > 0)");
    }
  }
}
