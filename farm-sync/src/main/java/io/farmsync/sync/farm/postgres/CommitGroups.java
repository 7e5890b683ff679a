package io.farmsync.sync.farm.postgres;

import io.farmsync.sync.database.Transactions;
import io.farmsync.sync.farm.FarmHistory.Outcome;
import io.farmsync.sync.farm.postgres.FarmWriter.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;

/**
 * Lets requests that wait at the same time share a transaction, its round trips and its sync of the
 * disk. A request that finds nobody waiting has a transaction of its own at once. In a group nobody
 * waits for a farm that another transaction holds, and one request's fault is not the others': a
 * group that cannot be written falls apart, and each of its requests is written by itself.
 */
final class CommitGroups implements SmartLifecycle {

  /** Requests that may wait; beyond it callers are told to come again. */
  private static final int MAX_WAITING = 10_000;

  private final Transactions transactions;
  private final FarmWriter writer;
  private final int writers;
  private final int maxGroup;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running;

  private record Waiting(FarmRequest request, CompletableFuture<Result> result) {}

  private sealed interface Result {
    record Written(Outcome outcome) implements Result {}

    /** The group could not be written; its requests are written one by one. */
    record Alone() implements Result {}
  }

  /**
   * @param writers groups that are written at the same time; each holds a connection meanwhile
   * @param maxGroup requests in one
   */
  CommitGroups(Transactions transactions, FarmWriter writer, int writers, int maxGroup) {
    this.transactions = transactions;
    this.writer = writer;
    this.writers = writers;
    this.maxGroup = maxGroup;
  }

  /**
   * What came of the request, once it is durable.
   *
   * @throws DataAccessException if it is not, or that is not known
   */
  Outcome apply(FarmRequest request) {
    if (!running) {
      return alone(request);
    }
    var waiting = new Waiting(request, new CompletableFuture<>());
    if (!queue.offer(waiting)) {
      throw new TransientDataAccessResourceException(MAX_WAITING + " requests are waiting");
    }
    if (!running && queue.remove(waiting)) { // stopped meanwhile: nobody would take it
      return alone(request);
    }
    return switch (await(waiting.result())) {
      case Result.Written(var outcome) -> outcome;
      case Result.Alone() -> alone(request);
    };
  }

  private Outcome alone(FarmRequest request) {
    return transactions
        .run((_, attempt) -> writer.write(List.of(request), Held.WAIT, attempt))
        .getFirst();
  }

  private static Result await(CompletableFuture<Result> result) {
    try {
      return result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  @Override
  public void start() {
    running = true;
    for (int i = 1; i <= writers; i++) {
      threads.add(Thread.ofPlatform().name("farm-writer-" + i).daemon().start(this::run));
    }
  }

  /** Web requests have ended by then: the server stops first. */
  @Override
  public void stop() {
    running = false;
    threads.forEach(Thread::interrupt);
    threads.clear();
    var left = new ArrayList<Waiting>();
    queue.drainTo(left);
    fallApart(left);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    while (running) {
      var group = new ArrayList<Waiting>();
      try {
        group.add(queue.take());
      } catch (InterruptedException e) {
        return; // stopped
      }
      queue.drainTo(group, maxGroup - 1);
      write(group);
    }
  }

  private void write(List<Waiting> group) {
    var requests = group.stream().map(Waiting::request).toList();
    try {
      var outcomes = transactions.run((_, attempt) -> writer.write(requests, Held.FAIL, attempt));
      for (int i = 0; i < group.size(); i++) {
        group.get(i).result().complete(new Result.Written(outcomes.get(i)));
      }
    } catch (CannotAcquireLockException | NonTransientDataAccessException e) {
      fallApart(group);
    } catch (RuntimeException | Error e) {
      group.forEach(waiting -> waiting.result().completeExceptionally(e));
    }
  }

  private static void fallApart(List<Waiting> group) {
    group.forEach(waiting -> waiting.result().complete(new Result.Alone()));
  }
}
