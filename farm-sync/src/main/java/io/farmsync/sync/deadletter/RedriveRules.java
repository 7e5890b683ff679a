package io.farmsync.sync.deadletter;

import io.farmsync.schemas.Topic;
import io.farmsync.schemas.Topic.Cleanup;
import io.farmsync.schemas.Topics;
import java.util.Optional;
import java.util.Set;

/** Which letters may be written to their topic again. The first rule that refuses wins. */
final class RedriveRules {

  /** A record that failed again after so many redrives will fail at the next one. */
  static final int MOST_REDRIVES = 3;

  private static final Set<Topic<?>> OF_THE_EVENT_STORE =
      Set.of(Topics.FARM_EVENTS, Topics.FARMS, Topics.CREDENTIALS);

  private RedriveRules() {}

  /**
   * @param force passes the rules that an operator may know better than
   * @return why the letter may not be redriven, or nothing
   */
  static Optional<String> refusal(Letter letter, boolean force) {
    String name = letter.id().topic();
    var topic = Topics.all().stream().filter(each -> each.name().equals(name)).findFirst();
    if (topic.isEmpty()) {
      return Optional.of("topic " + name + " is not in the catalogue");
    }
    if (OF_THE_EVENT_STORE.contains(topic.get())) {
      return Optional.of(
          name
              + " carries each event once and in order, and a second copy would come after newer"
              + " ones; the record still stands in the topic: let the reader read it again");
    }
    if (force) {
      return Optional.empty();
    }
    if (topic.get().cleanup() != Cleanup.DELETE) {
      return Optional.of(
          name
              + " keeps the latest record of a key, and this one may be older than what stands"
              + " there; force it if it is not");
    }
    if (letter.redriven() >= MOST_REDRIVES) {
      return Optional.of(
          "it came back after "
              + letter.redriven()
              + " redrives (at most "
              + MOST_REDRIVES
              + "); put the cause right first, then force it");
    }
    return Optional.empty();
  }
}
