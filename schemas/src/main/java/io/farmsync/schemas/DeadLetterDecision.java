package io.farmsync.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decided of one dead letter; value of topic {@code dead-letter-decisions}. It is
 * written in the transaction that redrives the letter, so it is both the record of who did it and
 * the mark that it is done.
 *
 * @param letter the dead letter, {@code <topic>/<partition>/<offset>} of its dead-letter topic
 * @param code why it was one
 * @param by the verified caller
 * @param operator who the caller says is behind it, null if it does not say
 * @param note why, in the operator's words
 */
public record DeadLetterDecision(
    String letter,
    Kind decision,
    @Nullable String key,
    String code,
    Instant at,
    String by,
    @Nullable String operator,
    @Nullable String note,
    String requestId) {

  /** What became of the letter. */
  public enum Kind {
    /** Its record was written to its topic again. */
    @JsonProperty("redriven")
    REDRIVEN,
    /** It is not to be worked on. */
    @JsonProperty("dropped")
    DROPPED
  }
}
