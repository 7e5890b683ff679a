package io.farmsync.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka node, broker and KRaft controller at once, inside this JVM. It listens on 127.0.0.1 and
 * is advertised as {@code localhost}, so only this machine reaches it. Its data survives a restart
 * on the same folder, whether it was closed or killed.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int ATTEMPTS_ON_ANY_PORT = 3;

  /**
   * Where the node keeps its data and listens.
   *
   * @param dataFolder created when missing; holds {@code log/} and a lock file
   * @param brokerPort where clients connect; 0 picks a free port at each start
   * @param controllerPort used by the node itself; 0 picks a free port at each start
   */
  public record Settings(Path dataFolder, int brokerPort, int controllerPort) {
    /** On free ports. */
    public static Settings in(Path dataFolder) {
      return new Settings(dataFolder, LoopbackPort.ANY, LoopbackPort.ANY);
    }

    boolean choosesPorts() {
      return brokerPort == LoopbackPort.ANY || controllerPort == LoopbackPort.ANY;
    }
  }

  private final FolderLock lock;
  private final KafkaRaftServer server;
  private final int port;
  private boolean closed;

  private EmbeddedKafka(FolderLock lock, KafkaRaftServer server, int port) {
    this.lock = lock;
    this.server = server;
    this.port = port;
  }

  /**
   * Returns when the broker serves requests, after 2 to 4 seconds.
   *
   * @throws EmbeddedStartException if the folder or a configured port is in use, or Kafka refuses
   */
  public static EmbeddedKafka start(Settings settings) {
    FolderLock lock = lock(settings.dataFolder());
    try {
      return start(settings, lock);
    } catch (RuntimeException | Error failure) {
      release(lock);
      throw failure;
    }
  }

  private static EmbeddedKafka start(Settings settings, FolderLock lock) {
    for (int attempt = 1; ; attempt++) {
      int brokerPort = LoopbackPort.choose(settings.brokerPort(), "Kafka broker port");
      int controllerPort = LoopbackPort.choose(settings.controllerPort(), "Kafka controller port");
      try {
        KafkaRaftServer server = startServer(settings.dataFolder(), brokerPort, controllerPort);
        log.info("Kafka is ready on localhost:{}, data in {}", brokerPort, settings.dataFolder());
        return new EmbeddedKafka(lock, server, brokerPort);
      } catch (Exception failure) {
        // Someone else took a free port between choosing it and binding it.
        if (!isBindFailure(failure)
            || !settings.choosesPorts()
            || attempt == ATTEMPTS_ON_ANY_PORT) {
          throw new EmbeddedStartException(
              "Kafka did not start in %s on port %d: %s"
                  .formatted(settings.dataFolder(), brokerPort, failure.getMessage()),
              failure);
        }
      }
    }
  }

  private static KafkaRaftServer startServer(Path dataFolder, int brokerPort, int controllerPort)
      throws Exception {
    Path logFolder = dataFolder.toAbsolutePath().resolve("log");
    formatIfNew(logFolder);
    Properties properties = BrokerProperties.of(logFolder, brokerPort, controllerPort);
    var server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException | Error failure) {
      server.shutdown();
      throw failure;
    }
    return server;
  }

  private static void formatIfNew(Path logFolder) throws Exception {
    if (Files.exists(logFolder.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(logFolder);
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(BrokerProperties.NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setMetadataLogDirectory(logFolder.toString())
        .addDirectory(logFolder.toString())
        .run();
  }

  private static boolean isBindFailure(@Nullable Throwable failure) {
    return failure != null
        && (failure instanceof BindException || isBindFailure(failure.getCause()));
  }

  /** For {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "localhost:" + port;
  }

  /** The broker's port. */
  public int port() {
    return port;
  }

  /** Hands over leadership, flushes and closes the logs: the next start need not recover. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      server.shutdown();
      server.awaitShutdown();
      log.info("Kafka on localhost:{} is stopped", port);
    } finally {
      release(lock);
    }
  }

  private static FolderLock lock(Path dataFolder) {
    try {
      return FolderLock.acquire(dataFolder, "Kafka");
    } catch (IOException failure) {
      throw new EmbeddedStartException(
          "Kafka data folder %s cannot be used: %s".formatted(dataFolder, failure), failure);
    }
  }

  private static void release(FolderLock lock) {
    try {
      lock.close();
    } catch (IOException failure) {
      log.warn("The lock on Kafka's data folder was not released cleanly", failure);
    }
  }
}
