package io.farmsync.sync.relay.debezium;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.farmsync.sync.relay.ChangeFeed;
import io.farmsync.sync.relay.FeedItem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One engine from its start to its end. */
final class RunningEngine implements ChangeFeed.Running {
  private static final Logger log = LoggerFactory.getLogger(RunningEngine.class);
  private static final Duration STARTING_LIMIT = Duration.ofSeconds(10);
  private static final Duration END_LIMIT = Duration.ofSeconds(15);

  private final ChangeFeed.Reader reader;
  private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
  private final CountDownLatch settled = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean following;
  private volatile boolean closing;
  private volatile @Nullable Throwable failure;

  private RunningEngine(Properties settings, ChangeFeed.Reader reader) {
    this.reader = reader;
    this.engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(settings)
            .using(
                new DebeziumEngine.ConnectorCallback() {
                  @Override
                  public void pollingStarted() {
                    following = true;
                    settled.countDown();
                  }
                })
            .using(this::completed)
            .notifying(this::handle)
            .build();
  }

  static RunningEngine start(Properties settings, ChangeFeed.Reader reader) {
    var running = new RunningEngine(settings, reader);
    var _ = Thread.ofPlatform().name("farm-relay-engine").daemon().start(running.engine);
    return running;
  }

  private void completed(boolean success, String message, @Nullable Throwable error) {
    failure = success ? null : error == null ? new IllegalStateException(message) : error;
    settled.countDown();
    ended.countDown();
  }

  /** On the engine's thread. What is thrown here ends the engine. */
  private void handle(
      List<RecordChangeEvent<SourceRecord>> batch,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    if (closing) {
      throw new InterruptedException("the feed is closing");
    }
    List<FeedItem> items = new ArrayList<>(batch.size());
    for (var change : batch) {
      RowReader.read(change).ifPresent(items::add);
    }
    Optional<FeedItem.Mark> durable = reader.take(items);
    if (durable.orElse(null) instanceof RowReader.EngineMark(var change)) {
      committer.markProcessed(change);
      committer.markBatchFinished();
    }
  }

  @Override
  public boolean isFollowing() {
    return following;
  }

  @Override
  public boolean endsWithin(Duration limit) throws InterruptedException {
    return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void close() {
    closing = true;
    try {
      // An engine that is starting refuses to be closed.
      if (!settled.await(STARTING_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("The change feed is still starting after {}", STARTING_LIMIT);
      }
      if (ended.getCount() > 0) {
        engine.close();
      }
      if (!endsWithin(END_LIMIT)) {
        log.warn("The change feed did not end within {}", END_LIMIT);
      }
    } catch (IllegalStateException | IOException alreadyEnding) {
      log.debug("The change feed was ending already", alreadyEnding);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
