package io.farmsync.sync.relay.kafka;

import io.farmsync.schemas.kafka.WireJson;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The state inside a farm event, cut out of its bytes so that every number stays as written. */
final class FarmMember {
  private static final String MEMBER = "farm";

  private FarmMember() {}

  /**
   * The bytes of the event's member {@code farm}.
   *
   * @param event UTF-8 JSON
   * @throws IllegalArgumentException if there is no such object
   */
  static byte[] of(byte[] event) {
    try (JsonParser parser = WireJson.mapper().createParser(event)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          boolean found = parser.currentName().equals(MEMBER);
          JsonToken value = parser.nextToken();
          int start = (int) parser.currentTokenLocation().getByteOffset();
          parser.skipChildren();
          if (found && value == JsonToken.START_OBJECT) {
            return Arrays.copyOfRange(event, start, (int) parser.currentLocation().getByteOffset());
          }
        }
      }
      throw new IllegalArgumentException("payload without an object as member \"farm\"");
    } catch (JacksonException broken) {
      throw new IllegalArgumentException("payload is no JSON", broken);
    }
  }
}
