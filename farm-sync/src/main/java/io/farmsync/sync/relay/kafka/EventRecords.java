package io.farmsync.sync.relay.kafka;

import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.EventHeaders;
import io.farmsync.schemas.kafka.EventHeaders.Cause;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.sync.relay.RelayException;
import io.farmsync.sync.relay.RelayException.Failure;
import io.farmsync.sync.relay.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * Which records an event becomes.
 *
 * <pre>
 *   farm event  ─┬▶ farm-events  the event, key external_farm_id
 *                └▶ farms        the state after it, same key
 *   credential  ──▶ credentials  key subject; no value removes it
 *   heartbeat   ──▶ nothing
 * </pre>
 */
public final class EventRecords {
  private static final String SOURCE = "/farm-sync";
  private static final TypeReference<TreeMap<String, @Nullable String>> HEADERS =
      new TypeReference<>() {};

  private EventRecords() {}

  /**
   * Converts one event.
   *
   * @throws RelayException of kind UNREADABLE_ROW naming the event, if it is not as the writer
   *     promises
   */
  public static List<ProducerRecord<byte[], byte @Nullable []>> of(StoredEvent event) {
    return switch (event) {
      case StoredEvent.OfFarm farm -> ofFarm(farm);
      case StoredEvent.OfCredential credential -> List.of(ofCredential(credential));
      case StoredEvent.Heartbeat() -> List.of();
    };
  }

  private static List<ProducerRecord<byte[], byte @Nullable []>> ofFarm(StoredEvent.OfFarm farm) {
    byte[] key = utf8(farm.farmId().toString());
    byte[] value = utf8(farm.payload());
    try {
      Map<String, @Nullable String> further = WireJson.mapper().readValue(farm.headers(), HEADERS);
      var cause =
          new Cause(
              further.remove(EventHeaders.TRACE_PARENT),
              further.remove(EventHeaders.REQUEST_ID),
              farm.tenant(),
              farm.version());
      var headers =
          new EventHeaders(
              farm.eventId().toString(), SOURCE, farm.type(), farm.occurredAt(), cause);
      return List.of(
          record(Topics.FARM_EVENTS, key, value, with(headers.of(Topics.FARM_EVENTS), further)),
          record(Topics.FARMS, key, FarmMember.of(value), with(headers.of(Topics.FARMS), further)));
    } catch (JacksonException broken) {
      throw unreadable(farm.eventId(), "headers are no JSON object of texts", broken);
    } catch (IllegalArgumentException broken) {
      throw unreadable(farm.eventId(), String.valueOf(broken.getMessage()), broken);
    }
  }

  private static ProducerRecord<byte[], byte @Nullable []> ofCredential(
      StoredEvent.OfCredential credential) {
    var headers =
        new EventHeaders(
            credential.eventId().toString(),
            SOURCE,
            credential.type(),
            credential.occurredAt(),
            Cause.UNKNOWN);
    String payload = credential.payload();
    return record(
        Topics.CREDENTIALS,
        utf8(credential.subject()),
        payload == null ? null : utf8(payload),
        headers.of(Topics.CREDENTIALS));
  }

  private static ProducerRecord<byte[], byte @Nullable []> record(
      Topic<?> topic, byte[] key, byte @Nullable [] value, Headers headers) {
    int partition = Utils.toPositive(Utils.murmur2(key)) % topic.partitions(); // Kafka's own choice
    return new ProducerRecord<>(topic.name(), partition, null, key, value, headers);
  }

  private static Headers with(Headers headers, Map<String, @Nullable String> further) {
    further.forEach((name, value) -> {
      if (value != null) {
        headers.add(name, utf8(value));
      }
    });
    return headers;
  }

  private static RelayException unreadable(UUID eventId, String what, Throwable cause) {
    return new RelayException(
        Failure.UNREADABLE_ROW, "event %s: %s".formatted(eventId, what), cause);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
