package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A webhook that a tenant registered, and how far it has been served; value of the compacted topic
 * {@code webhooks}, the latest record of each key wins.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Webhook.Registration.class, name = "registration"),
  @JsonSubTypes.Type(value = Webhook.Progress.class, name = "progress")
})
public sealed interface Webhook {

  UUID id();

  /** The record key. */
  String subject();

  /**
   * What is to be sent where.
   *
   * @param events kinds of changes
   * @param secret encrypted, base64
   * @param previousSecret likewise; messages are signed with it too until {@code previousUntil}
   * @param start position in the topics that deliveries begin at
   * @param startedAt when that position was set; progress made before counts no more
   * @param disabledReason null while messages are sent
   */
  record Registration(
      UUID id,
      String tenant,
      String url,
      List<String> events,
      String secret,
      @Nullable String previousSecret,
      @Nullable Instant previousUntil,
      String start,
      Instant startedAt,
      @Nullable String disabledReason,
      Instant createdAt,
      Instant updatedAt)
      implements Webhook {

    @Override
    public String subject() {
      return id.toString();
    }
  }

  /**
   * How far deliveries have come.
   *
   * @param startedAt of the registration that this is progress of
   * @param position behind the last message that was taken
   * @param failures in a row of the message after it
   * @param lastError of the latest of them
   */
  record Progress(
      UUID id,
      Instant startedAt,
      String position,
      int failures,
      @Nullable String lastError,
      @Nullable Instant lastSuccessAt,
      Instant updatedAt)
      implements Webhook {

    @Override
    public String subject() {
      return subjectOf(id);
    }

    public static String subjectOf(UUID id) {
      return id + "/progress";
    }
  }
}
