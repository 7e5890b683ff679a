package io.farmsync.benchmarks;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** When each commit returned, by writer. */
final class ConcurrentCommits implements EventLoad.Commits {
  private record Commit(int writer, long first, int count, long at) {}

  private final List<Queue<Commit>> byWriter =
      Stream.generate(() -> (Queue<Commit>) new ConcurrentLinkedQueue<Commit>())
          .limit(EventLoad.WRITERS)
          .toList();

  @Override
  public void committed(int writer, long first, int count, long at) {
    byWriter.get(writer).add(new Commit(writer, first, count, at));
  }

  /** From each event's commit to its arrival, in nanoseconds. */
  Histogram delays(SeenEvents seen) {
    var delays = new Histogram(3);
    for (Queue<Commit> commits : byWriter) {
      for (Commit commit : commits) {
        for (long number = commit.first(); number < commit.first() + commit.count(); number++) {
          delays.recordValue(Math.max(0, seen.at(commit.writer(), number) - commit.at()));
        }
      }
    }
    return delays;
  }
}
