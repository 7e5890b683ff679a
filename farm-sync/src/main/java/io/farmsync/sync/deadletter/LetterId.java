package io.farmsync.sync.deadletter;

import java.util.regex.Pattern;

/**
 * Where a dead letter stands. As text {@code <topic>/<partition>/<offset>}.
 *
 * @param topic the topic that its record came from, without {@code -dlt}
 * @param partition of the dead-letter topic, as is the offset
 */
public record LetterId(String topic, int partition, long offset) {

  private static final Pattern TEXT = Pattern.compile("([a-z-]{1,100})/([0-9]{1,5})/([0-9]{1,18})");

  /**
   * @throws IllegalArgumentException if the text is no such id
   */
  public static LetterId parse(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" (expected: <topic>/<partition>/<offset>, as the list shows it)");
    }
    return new LetterId(
        parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
