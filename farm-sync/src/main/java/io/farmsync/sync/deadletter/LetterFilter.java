package io.farmsync.sync.deadletter;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; what is null does not matter.
 *
 * @param ids these and no others
 * @param topic the topic that the record came from
 * @param farm external farm id: in the key, or anywhere in the value
 * @param from when it was put aside, inclusive
 * @param to exclusive
 */
public record LetterFilter(
    @Nullable Set<LetterId> ids,
    @Nullable String topic,
    @Nullable String code,
    @Nullable String stage,
    @Nullable String farm,
    @Nullable Instant from,
    @Nullable Instant to) {

  public static final LetterFilter ALL = new LetterFilter(null, null, null, null, null, null, null);

  /** Whether letters of a topic can be meant at all. */
  public boolean reaches(String name) {
    return (topic == null || topic.equals(name))
        && (ids == null || ids.stream().anyMatch(id -> id.topic().equals(name)));
  }

  public boolean matches(Letter letter) {
    return reaches(letter.id().topic())
        && (ids == null || ids.contains(letter.id()))
        && (code == null || code.equals(letter.code()))
        && (stage == null || stage.equals(letter.stage()))
        && (from == null || !letter.at().isBefore(from))
        && (to == null || letter.at().isBefore(to))
        && (farm == null || speaksOf(letter, farm));
  }

  private static boolean speaksOf(Letter letter, String farm) {
    return contains(letter.key(), farm) || contains(letter.value(), farm);
  }

  private static boolean contains(@Nullable String text, String part) {
    return text != null && text.contains(part);
  }
}
