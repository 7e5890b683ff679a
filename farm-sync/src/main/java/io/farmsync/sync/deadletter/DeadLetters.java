package io.farmsync.sync.deadletter;

import io.farmsync.schemas.DeadLetterDecision.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dead letters of all topics, for as long as they are kept. */
public interface DeadLetters {

  /**
   * Those that match, by topic and then oldest first.
   *
   * @param decided whether those count that were decided on
   */
  Found find(LetterFilter filter, boolean decided, int offset, int size);

  Optional<Letter> find(LetterId id);

  /**
   * Redrives or drops those that match and are still open. Each is decided once and for all: its
   * record and the decision are written in one transaction, so that an order that broke off goes on
   * where it was when it is given again.
   *
   * @throws OtherOrder if another order took over meanwhile
   */
  Outcome decide(Order order);

  /**
   * @param count of all that match
   */
  record Found(List<Letter> letters, long count) {}

  /**
   * What is to be done with which letters.
   *
   * @param limit the most that are decided
   * @param dryRun only tells what would be done
   * @param force passes rules that an operator may know better than
   */
  record Order(Kind kind, LetterFilter filter, int limit, boolean dryRun, boolean force, Who who) {

    /** Why the letter may not be decided so. */
    public Optional<String> refusal(Letter letter) {
      return kind == Kind.REDRIVEN ? RedriveRules.refusal(letter, force) : Optional.empty();
    }
  }

  /**
   * Who gives an order.
   *
   * @param by the verified caller
   * @param operator who the caller says is behind it
   * @param note why
   */
  record Who(String by, @Nullable String operator, @Nullable String note, String requestId) {}

  /**
   * @param decided or, in a dry run, what would have been
   * @param more whether the limit left some open
   */
  record Outcome(List<LetterId> decided, List<Refused> refused, boolean more) {}

  record Refused(LetterId letter, String why) {}

  /** Another order is being carried out and has taken over; what was decided until then stands. */
  final class OtherOrder extends RuntimeException {
    public OtherOrder(Throwable cause) {
      super("another order took over", cause);
    }
  }
}
