package io.farmsync.query.topology;

import io.farmsync.schemas.Topic;
import io.farmsync.schemas.kafka.DeadLetter;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.schemas.kafka.WireSchemas;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads one record and folds it, or says why it cannot be. Nothing in a record may stop the views:
 * the reason is in the bytes, and the same bytes fail each time. Failures of the stores themselves
 * go through.
 */
final class FoldStep<V> {

  private static final String STAGE = "query-api";

  private final Topic<V> topic;
  private final Fold<V> fold;
  private final DeadLetterListener listener;

  FoldStep(Topic<V> topic, Fold<V> fold, DeadLetterListener listener) {
    this.topic = topic;
    this.fold = fold;
    this.listener = listener;
  }

  void open(ProcessingContext context) {
    fold.open(context);
  }

  /**
   * Folds a record.
   *
   * @return the headers of its dead letter if it cannot be folded
   */
  Optional<Headers> apply(
      Record<byte @Nullable [], byte @Nullable []> record, ProcessingContext context) {
    return fold(record.key(), record.value())
        .map(letter -> {
          listener.onDeadLetter(topic.name(), letter);
          var at = context.recordMetadata();
          return letter.headers(
              record.headers(),
              topic.name(),
              at.map(place -> place.partition()).orElse(-1),
              at.map(place -> place.offset()).orElse(-1L));
        });
  }

  private Optional<DeadLetter> fold(byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null) {
      return refused("unusable", "the record has no key");
    }
    try {
      fold.apply(new String(key, StandardCharsets.UTF_8), read(value));
      return Optional.empty();
    } catch (JacksonException e) {
      return refused("unreadable", "the value is no JSON of its topic: " + e.getOriginalMessage());
    } catch (KafkaException e) {
      throw e;
    } catch (RuntimeException e) {
      return refused("unusable", e.toString());
    }
  }

  private @Nullable V read(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    WireSchemas.require(topic.schema(), WireJson.mapper().readTree(value));
    // not out of the tree, which holds decimals as doubles
    return WireJson.mapper().readValue(value, topic.value());
  }

  private static Optional<DeadLetter> refused(String code, String reason) {
    return Optional.of(new DeadLetter(STAGE, code, reason, 1));
  }
}
