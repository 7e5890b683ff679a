package io.farmsync.query.topology;

import io.farmsync.schemas.kafka.DeadLetter;

/** Is told of every record that could not be folded. */
@FunctionalInterface
public interface DeadLetterListener {

  /**
   * A record goes to the dead letters.
   *
   * @param topic where it came from
   */
  void onDeadLetter(String topic, DeadLetter letter);
}
