package io.farmsync.query.instances;

import java.util.List;

/**
 * What an instance knows, one answer for each question in their order.
 *
 * @param ageMillis everything published longer ago is in the answers
 */
public record Answers(long ageMillis, List<Answer> answers) {

  /**
   * The answer to one question.
   *
   * @param isMore whether the store has more than the limit allowed
   */
  public record Answer(List<Entry> entries, boolean isMore) {}

  /**
   * One entry of a store.
   *
   * @param value as it is stored
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  public record Entry(String key, byte[] value) {}
}
