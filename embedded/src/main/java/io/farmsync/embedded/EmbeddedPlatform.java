package io.farmsync.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker and one PostgreSQL for all integration tests of a JVM, each started at its first use
 * and thrown away when the JVM ends. Tests keep apart by names of their own: {@link #createTopic},
 * {@link #createDatabase}, {@link #uniqueName}.
 */
public final class EmbeddedPlatform {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPlatform.class);

  private final Path folder;
  private final AtomicInteger names = new AtomicInteger();
  private @Nullable EmbeddedKafka kafka;
  private @Nullable EmbeddedPostgres postgres;

  private EmbeddedPlatform(Path folder) {
    this.folder = folder;
  }

  /** The one of this JVM. Starting a broker per test class would cost more than all the tests. */
  public static EmbeddedPlatform shared() {
    return Shared.PLATFORM;
  }

  /** The broker, started at the first call. */
  public synchronized EmbeddedKafka kafka() {
    if (kafka == null) {
      kafka = EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder.resolve("kafka")));
    }
    return kafka;
  }

  /** The database server, started at the first call. */
  public synchronized EmbeddedPostgres postgres() {
    if (postgres == null) {
      var settings =
          new EmbeddedPostgres.Settings(
              folder.resolve("postgres"), Path.of("target", "postgres-binaries"), 0);
      postgres = EmbeddedPostgres.start(settings);
    }
    return postgres;
  }

  /** A new, empty database of its own; the name starts with {@code prefix}. */
  public EmbeddedPostgres.Database createDatabase(String prefix) {
    return postgres().createDatabase(prefix + "_" + names.incrementAndGet());
  }

  /** A new topic of its own; returns its name, which starts with {@code prefix}. */
  public String createTopic(String prefix, int partitions, Map<String, String> configuration) {
    String name = uniqueName(prefix);
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka().bootstrapServers());
    try (Admin admin = Admin.create(settings)) {
      var topic = new NewTopic(name, partitions, (short) 1).configs(configuration);
      admin.createTopics(List.of(topic)).all().get();
      return name;
    } catch (ExecutionException failure) {
      throw new IllegalStateException("topic " + name + " was not created", failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("topic " + name + " was not created", interrupted);
    }
  }

  /** For groups, transactional ids and the like: no other test of this JVM gets the same. */
  public String uniqueName(String prefix) {
    return prefix + "-" + names.incrementAndGet();
  }

  private synchronized void close() {
    try (var _ = postgres;
        var _ = kafka) {
      log.debug("Stopping the shared broker and database");
    }
    try {
      PostgresBinaries.deleteTree(folder);
    } catch (IOException failure) {
      log.warn("{} was not deleted", folder, failure);
    }
  }

  private static final class Shared {
    static final EmbeddedPlatform PLATFORM = create();

    private static EmbeddedPlatform create() {
      try {
        var platform = new EmbeddedPlatform(Files.createTempDirectory("farm-sync-it-"));
        Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "embedded-platform"));
        return platform;
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
