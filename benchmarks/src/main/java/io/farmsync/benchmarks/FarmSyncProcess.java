package io.farmsync.benchmarks;

import io.farmsync.embedded.EmbeddedKafka;
import io.farmsync.embedded.EmbeddedPostgres;
import io.farmsync.standalone.client.RequestSigner;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Farm-sync alone, in a process of its own with the settings of {@code ./farm up}, beside a durable
 * PostgreSQL (fsync on) and a broker. The load and the broker are in this process.
 */
final class FarmSyncProcess implements AutoCloseable {

  static final String CLIENT = "benchmark";
  private static final String SECRET =
      Base64.getEncoder()
          .encodeToString("benchmark-secret-of-32-bytes-len".getBytes(StandardCharsets.US_ASCII));
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Path folder;
  private final EmbeddedKafka kafka;
  private final EmbeddedPostgres postgres;
  private final EmbeddedPostgres.Database database;
  private final Map<String, String> environment;
  private Process process;
  private int port;

  private FarmSyncProcess(
      Path folder,
      EmbeddedKafka kafka,
      EmbeddedPostgres postgres,
      Map<String, String> environment,
      boolean relay)
      throws IOException {
    this.folder = folder;
    this.kafka = kafka;
    this.postgres = postgres;
    this.database = postgres.createDatabase("farm_sync");
    this.environment = environment;
    this.process = start(true);
    if (!relay) { // it has told the first credentials; from here on it would share the cores
      stop();
      this.process = start(false);
    }
  }

  /**
   * Answers requests when this returns.
   *
   * @param relay whether the relay publishes what is written
   */
  static FarmSyncProcess start(Map<String, String> environment, boolean relay) throws IOException {
    Path folder = Files.createTempDirectory("farm-sync-benchmark-");
    return new FarmSyncProcess(
        folder,
        EmbeddedKafka.start(EmbeddedKafka.Settings.in(folder.resolve("kafka"))),
        EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(folder.resolve("postgres"))),
        environment,
        relay);
  }

  private Process start(boolean relay) throws IOException {
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
    command.addAll(
        List.of(
            "-Xmx768m",
            "-XX:+UseG1GC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "-Dfarm.log.file=" + folder.resolve("farm-sync.log"),
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(1, ServiceProcess.furtherOptions());
    command.add("io.farmsync.sync.FarmSyncApplication");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("farm-sync.out").toFile());
    builder.environment().putAll(settings(relay));
    var started = builder.start();
    awaitReady(started);
    return started;
  }

  private Map<String, String> settings(boolean relay) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("PORT", Integer.toString(port));
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    settings.put("KAFKA_REPLICATION", "1");
    settings.put("FARM_SYNC_DATABASE_URL", database.url());
    settings.put("FARM_SYNC_DATABASE_USER", database.username());
    settings.put("FARM_SYNC_DATABASE_PASSWORD", database.password());
    settings.put("FARM_SYNC_SECRET_KEY", SECRET);
    settings.put("FARM_SYNC_RELAY_ENABLED", Boolean.toString(relay));
    settings.put("FARM_SYNC_SEEDED_SCOPE", "write");
    settings.put("INTEGRATION_HMAC_CLIENTS_JSON", "{\"%s\":\"%s\"}".formatted(CLIENT, SECRET));
    settings.put("API_KEY_THROTTLE_RATE", "100000000/min");
    settings.put("THROTTLE_USER_RATE", "100000000/min");
    settings.putAll(environment);
    return settings;
  }

  private void awaitReady(Process started) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isReady()) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        started.destroyForcibly();
        throw new IllegalStateException(
            "farm-sync did not start: " + Files.readString(folder.resolve("farm-sync.out")));
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private boolean isReady() {
    try (var connection = new RawHttp(port)) {
      return connection
              .send(
                  "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII))
              .status()
          == 200;
    } catch (IOException _) {
      return false;
    }
  }

  RawHttp connect() throws IOException {
    return new RawHttp(port);
  }

  /** A signed request for a token, good once. */
  byte[] tokenRequest(RequestSigner signer) {
    String path = "/api/v1/integrations/token/";
    return RawHttp.post(path, signer.headers("POST", path, new byte[0]), "");
  }

  RequestSigner signer() {
    return new RequestSigner(CLIENT, SECRET, Clock.systemUTC());
  }

  /** A token that lasts as long as a run. */
  String token() throws IOException {
    try (var connection = connect()) {
      var answer = connection.send(tokenRequest(signer()));
      if (answer.status() != 200) {
        throw new IllegalStateException("no token: " + answer);
      }
      return JsonMapper.shared().readTree(answer.body()).at("/data/access").asString();
    }
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  EmbeddedPostgres.Database database() {
    return database;
  }

  /** Processor time of the service since its start. */
  Duration serviceTime() {
    return time(process.toHandle());
  }

  /** Processor time of all PostgreSQL's living processes since their start. */
  Duration databaseTime() {
    return ProcessHandle.of(postgres.pid()).stream()
        .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
        .map(FarmSyncProcess::time)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration time(ProcessHandle handle) {
    return handle.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private void stop() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    stop();
    kafka.close();
    postgres.close();
    FileSystemUtils.deleteRecursively(folder);
  }
}
