package io.farmsync.platform.log;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much is logged.
 *
 * @param linesPerMinute of one message; fewer spare the disk in a storm of faults, more show it
 *     whole
 */
@ConfigurationProperties("farm.log")
public record LogProperties(@DefaultValue("30") int linesPerMinute) {

  public LogProperties {
    if (linesPerMinute < 1) {
      throw new IllegalArgumentException(
          "farm.log.lines-per-minute: " + linesPerMinute + " (expected: >= 1)");
    }
  }
}
