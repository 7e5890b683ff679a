package io.farmsync.query.kafka;

import io.farmsync.query.freshness.ReadAges;
import io.farmsync.query.freshness.ViewUnavailable;
import io.farmsync.query.instances.Address;
import io.farmsync.query.instances.Answers.Answer;
import io.farmsync.query.instances.Neighbours;
import io.farmsync.query.instances.Neighbours.NeighbourAway;
import io.farmsync.query.instances.Question;
import io.farmsync.query.topology.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds answers that this instance does not serve itself. For each partition, in this order: the
 * instance that folds it; the copy here; copies on others. A copy answers only if it has once been
 * whole, and says how old it may be. All within one deadline, instances side by side.
 */
final class Elsewhere implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Elsewhere.class);

  /** So long a silent instance is not asked again: its copies answer meanwhile. */
  private static final Duration SILENCE = Duration.ofMillis(500);

  /** Between two rounds of asking everybody. */
  private static final Duration PAUSE = Duration.ofMillis(25);

  private final CopiesHere copies;
  private final Owners owners;
  private final Neighbours neighbours;
  private final ReadAges ages;
  private final Duration deadline;
  private final Map<Address, Long> silentUntil = new ConcurrentHashMap<>();
  private final ExecutorService side = Executors.newVirtualThreadPerTaskExecutor();

  Elsewhere(
      CopiesHere copies, Owners owners, Neighbours neighbours, ReadAges ages, Duration deadline) {
    this.copies = copies;
    this.owners = owners;
    this.neighbours = neighbours;
    this.ages = ages;
    this.deadline = deadline;
  }

  /** What is known of each question, by its place in the list. */
  private record Open(View<?> view, List<Question> questions, Map<Integer, Answer> answers) {

    List<Integer> unanswered() {
      var open = new ArrayList<Integer>();
      for (int i = 0; i < questions.size(); i++) {
        if (!answers.containsKey(i)) {
          open.add(i);
        }
      }
      return open;
    }
  }

  /**
   * One answer for each question, in their order.
   *
   * @param why nobody here answered; thrown if nobody elsewhere does
   */
  List<Answer> ask(View<?> view, List<Question> questions, ViewUnavailable why) {
    if (!owners.areSeveral()) {
      throw why;
    }
    long end = System.nanoTime() + deadline.toNanos();
    var open = new Open(view, questions, new HashMap<>());
    tryAll(open, end);
    while (!open.unanswered().isEmpty() && end - System.nanoTime() > PAUSE.toNanos()) {
      LockSupport.parkNanos(
          PAUSE.toNanos()); // a partition that changes hands is nobody's for a moment
      tryAll(open, end);
    }
    var missing = open.unanswered();
    if (!missing.isEmpty()) {
      throw new ViewUnavailable(
          "no instance answers for partition "
              + questions.get(missing.getFirst()).partition()
              + " of "
              + view.store(),
          why);
    }
    return open.answers().entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry::getKey))
        .map(Map.Entry::getValue)
        .toList();
  }

  private void tryAll(Open open, long end) {
    askOthers(open, false, holders -> Optional.ofNullable(holders.serving()), end);
    for (int place : open.unanswered()) {
      copies
          .answer(open.view(), open.questions().get(place))
          .ifPresent(answer -> {
            ages.note(answer.ageMillis());
            open.answers().put(place, answer.answers().getFirst());
          });
    }
    for (int nth = 0; nth < 2 && !open.unanswered().isEmpty(); nth++) {
      int copy = nth;
      askOthers(open, true, holders -> holders.copies().stream().skip(copy).findFirst(), end);
    }
    askOthers(open, true, holders -> Optional.ofNullable(holders.serving()), end);
  }

  /** Whether another instance serves a partition, or a copy here that has been whole. */
  boolean hasHolder(View<?> view, int partition) {
    return owners.of(view, partition).serving() != null || copies.has(view, partition);
  }

  @Override
  public void close() {
    side.shutdownNow();
  }

  private void askOthers(
      Open open, boolean isCopyEnough, Function<Owners.Holders, Optional<Address>> whom, long end) {
    Map<Address, List<Integer>> byInstance = new LinkedHashMap<>();
    for (int place : open.unanswered()) {
      whom.apply(owners.of(open.view(), open.questions().get(place).partition()))
          .filter(address -> !isSilent(address))
          .ifPresent(
              address -> byInstance.computeIfAbsent(address, _ -> new ArrayList<>()).add(place));
    }
    if (byInstance.size() == 1) {
      byInstance.forEach(
          (address, places) -> take(open, places, asked(open, address, places, isCopyEnough, end)));
      return;
    }
    Map<Address, Future<@Nullable Reply>> replies = new LinkedHashMap<>();
    byInstance.forEach((address, places) ->
        replies.put(address, side.submit(() -> asked(open, address, places, isCopyEnough, end))));
    replies.forEach((address, reply) ->
        take(open, Objects.requireNonNull(byInstance.get(address)), await(reply)));
  }

  /** The answers of one instance, and how old they may be. */
  private record Reply(long ageMillis, List<Answer> answers) {}

  private @Nullable Reply asked(
      Open open, Address address, List<Integer> places, boolean isCopyEnough, long end) {
    var left = Duration.ofNanos(end - System.nanoTime());
    if (left.isNegative() || left.isZero()) {
      return null;
    }
    // so that a copy can still be asked when this one stays silent
    var most = isCopyEnough ? left : left.dividedBy(2);
    try {
      var questions = places.stream().map(open.questions()::get).toList();
      var answers = neighbours.ask(address, open.view().store(), isCopyEnough, questions, most);
      return answers.answers().size() == questions.size()
          ? new Reply(answers.ageMillis(), answers.answers())
          : null;
    } catch (NeighbourAway e) {
      log.debug("another instance does not answer", e);
      if (e.isSilent()) {
        silentUntil.put(address, System.nanoTime() + SILENCE.toNanos());
      }
      return null;
    }
  }

  private static @Nullable Reply await(Future<@Nullable Reply> reply) {
    try {
      return reply.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ViewUnavailable("interrupted while asking other instances", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking another instance failed", e.getCause());
    }
  }

  private void take(Open open, List<Integer> places, @Nullable Reply reply) {
    if (reply != null) {
      ages.note(reply.ageMillis());
      for (int i = 0; i < places.size(); i++) {
        open.answers().put(places.get(i), reply.answers().get(i));
      }
    }
  }

  private boolean isSilent(Address address) {
    Long until = silentUntil.get(address);
    return until != null && until - System.nanoTime() > 0;
  }
}
