package io.farmsync.sync.relay.kafka;

import io.farmsync.schemas.FarmEvent;
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
 *                └▶ farms        the state after it, same key; no value once it is purged
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
      case StoredEvent.OfFarm farm -> {
        var headers = new FarmHeaders(farm);
        yield List.of(fact(farm, headers, Topics.FARM_EVENTS.name()), state(farm, headers));
      }
      case StoredEvent.OfCredential credential -> List.of(ofCredential(credential));
      case StoredEvent.Heartbeat() -> List.of();
    };
  }

  /**
   * The event alone, as {@code farm-events} has it, for another topic with as many partitions.
   *
   * @throws RelayException as above
   */
  static ProducerRecord<byte[], byte @Nullable []> copy(StoredEvent.OfFarm farm, String topic) {
    return fact(farm, new FarmHeaders(farm), topic);
  }

  private static ProducerRecord<byte[], byte @Nullable []> fact(
      StoredEvent.OfFarm farm, FarmHeaders headers, String topic) {
    return record(topic, key(farm), utf8(farm.payload()), headers.of(Topics.FARM_EVENTS));
  }

  private static ProducerRecord<byte[], byte @Nullable []> state(
      StoredEvent.OfFarm farm, FarmHeaders headers) {
    try {
      boolean isPurged = farm.type().equals(FarmEvent.Type.PURGED.wireName());
      byte[] state = isPurged ? null : FarmMember.of(utf8(farm.payload()));
      return record(Topics.FARMS.name(), key(farm), state, headers.of(Topics.FARMS));
    } catch (IllegalArgumentException broken) {
      throw unreadable(farm.eventId(), String.valueOf(broken.getMessage()), broken);
    }
  }

  private static byte[] key(StoredEvent.OfFarm farm) {
    return utf8(farm.farmId().toString());
  }

  /** What an event's records have in common. */
  private static final class FarmHeaders {
    private final EventHeaders known;
    private final Map<String, @Nullable String> further;

    FarmHeaders(StoredEvent.OfFarm farm) {
      try {
        further = WireJson.mapper().readValue(farm.headers(), HEADERS);
      } catch (JacksonException broken) {
        throw unreadable(farm.eventId(), "headers are no JSON object of texts", broken);
      }
      var cause =
          new Cause(
              further.remove(EventHeaders.TRACE_PARENT),
              further.remove(EventHeaders.REQUEST_ID),
              farm.tenant(),
              farm.version());
      known =
          new EventHeaders(
              farm.eventId().toString(), SOURCE, farm.type(), farm.occurredAt(), cause);
    }

    Headers of(Topic<?> topic) {
      Headers headers = known.of(topic);
      further.forEach((name, value) -> {
        if (value != null) {
          headers.add(name, utf8(value));
        }
      });
      return headers;
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
        Topics.CREDENTIALS.name(),
        utf8(credential.subject()),
        payload == null ? null : utf8(payload),
        headers.of(Topics.CREDENTIALS));
  }

  private static ProducerRecord<byte[], byte @Nullable []> record(
      String topic, byte[] key, byte @Nullable [] value, Headers headers) {
    int partition = Utils.toPositive(Utils.murmur2(key)) % Topics.PARTITIONS; // Kafka's own choice
    return new ProducerRecord<>(topic, partition, null, key, value, headers);
  }

  private static RelayException unreadable(UUID eventId, String what, Throwable cause) {
    return new RelayException(
        Failure.UNREADABLE_ROW, "event %s: %s".formatted(eventId, what), cause);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
