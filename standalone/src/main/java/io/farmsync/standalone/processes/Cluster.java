package io.farmsync.standalone.processes;

import io.farmsync.platform.kafka.KafkaSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The topology of {@code docker-compose.yml} from plain processes on loopback, with the very same
 * configuration files: three brokers with TLS, passwords and ACLs, PostgreSQL with TLS, two
 * instances of farm-sync, of ndvi-processor and of query-api, and one weather-ingestor.
 */
public final class Cluster implements AutoCloseable {
  /** Id of the integration client that the services know. */
  public static final String CLIENT = "drill";

  private static final Duration START_LIMIT = Duration.ofMinutes(6);
  private static final Duration ASK_LIMIT = Duration.ofMillis(800);
  private static final int BROKERS = 3;

  /** A dozen JVMs that optimize for minutes leave few cores no time to be measured in. */
  private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /**
   * What to start.
   *
   * @param folder for data, logs and certificates
   * @param binaries where PostgreSQL's programs are, or are unpacked
   * @param root of the source tree, where {@code ops} is
   * @param heap of each service, as {@code -Xmx} takes it
   * @param upstreams variables that name archive and providers
   */
  public record Setup(
      Path folder,
      Path binaries,
      Path root,
      String heap,
      int queryInstances,
      int workers,
      Map<String, String> upstreams) {}

  private final Setup setup;
  private final List<Part> brokers = new ArrayList<>();
  private final List<Integer> brokerPorts = new ArrayList<>();
  private final Map<String, List<Part>> services = new LinkedHashMap<>();
  private final Map<Part, URI> addresses = new HashMap<>();
  private final Map<String, String> passwords = new HashMap<>();
  private final String secret;
  private final Part database;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ASK_LIMIT).build();
  private String[] connection = {};

  private Cluster(Setup setup, Random random) throws IOException {
    this.setup = setup;
    this.secret = base64(random);
    for (String user :
        List.of("admin", "farm-sync", "ndvi-processor", "weather-ingestor", "query-api")) {
      var bytes = new byte[24];
      random.nextBytes(bytes);
      passwords.put(user, HexFormat.of().formatHex(bytes));
    }
    this.database =
        new Part(
            "postgres",
            setup.folder(),
            List.of("-Xmx64m", "-XX:+UseSerialGC", QUICK_COMPILER),
            DatabasePart.class.getName(),
            List.of(
                setup.folder().resolve("postgres").toString(),
                setup.binaries().toAbsolutePath().toString(),
                Integer.toString(freePort()),
                setup.root().resolve("ops/postgres/postgresql.conf").toString(),
                certificates().toString()),
            Map.of());
  }

  /** Starts all of them, and returns when each service says that it is ready. */
  public static Cluster start(Setup setup, Random random) throws IOException, InterruptedException {
    var cluster = new Cluster(setup, random);
    try {
      cluster.startAll(random);
      return cluster;
    } catch (RuntimeException | IOException | InterruptedException failure) {
      cluster.close();
      throw failure;
    }
  }

  private void startAll(Random random) throws IOException, InterruptedException {
    makeCertificates();
    database.start();
    startBrokers();
    connection = database.awaitReady(START_LIMIT).split(" ", -1);
    await("the brokers are no cluster", this::brokersAreThere);
    grant();
    Map<String, String> environment = environment(random);
    startServices("farm-sync", "io.farmsync.sync.FarmSyncApplication", 2, farmSync(environment));
    startServices(
        "ndvi-processor",
        "io.farmsync.ndvi.NdviProcessorApplication",
        setup.workers(),
        environment);
    startServices(
        "weather-ingestor", "io.farmsync.weather.WeatherIngestorApplication", 1, environment);
    startServices(
        "query-api", "io.farmsync.query.QueryApiApplication", setup.queryInstances(), environment);
    await("not all services are ready", this::isReady);
  }

  /**
   * Whether all services are ready. What has ended by itself is started again, as by any
   * supervisor.
   */
  public boolean isReady() {
    parts().stream().filter(part -> !part.isAlive()).forEach(Part::start);
    return services().stream().allMatch(this::isReady);
  }

  /** All processes. */
  public List<Part> parts() {
    return Stream.of(List.of(database), brokers, services()).flatMap(List::stream).toList();
  }

  private void makeCertificates() throws IOException, InterruptedException {
    var script =
        new ProcessBuilder(
                "sh",
                setup.root().resolve("ops/certificates.sh").toString(),
                certificates().toString())
            .redirectErrorStream(true)
            .redirectOutput(setup.folder().resolve("certificates.out").toFile())
            .start();
    if (script.waitFor() != 0) {
      throw new IllegalStateException("ops/certificates.sh failed; see " + setup.folder());
    }
  }

  private void startBrokers() throws IOException {
    var brokersOwn = new ArrayList<int[]>();
    var voters = new ArrayList<String>();
    for (int id = 1; id <= BROKERS; id++) {
      int[] ports = {freePort(), freePort(), freePort()};
      brokersOwn.add(ports);
      brokerPorts.add(ports[0]);
      voters.add(id + "@localhost:" + ports[2]);
    }
    String clusterId = Uuid.randomUuid().toString();
    String java =
        String.join(
            " ",
            JAVA,
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            QUICK_COMPILER,
            "-cp",
            System.getProperty("java.class.path"));
    for (int id = 1; id <= BROKERS; id++) {
      int[] ports = brokersOwn.get(id - 1);
      String name = "kafka-" + id;
      var environment = new HashMap<String, String>();
      environment.put("BROKER_ID", Integer.toString(id));
      environment.put("BROKER_DATA", setup.folder().resolve(name).toString());
      environment.put(
          "BROKER_LISTENERS",
          "CLIENT://127.0.0.1:%d,BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
              .formatted(ports[0], ports[1], ports[2]));
      environment.put(
          "BROKER_ADVERTISED",
          "CLIENT://localhost:%d,BROKER://localhost:%d".formatted(ports[0], ports[1]));
      environment.put("BROKER_VOTERS", String.join(",", voters));
      environment.put("BROKER_CERTIFICATES", certificates().toString());
      environment.put("KAFKA_CLUSTER_ID", clusterId);
      environment.put("TMPDIR", setup.folder().toString());
      environment.put("KAFKA_STORAGE", java + " kafka.tools.StorageTool");
      environment.put(
          "KAFKA_SERVER",
          java.replace(
                  " -cp ", " -Dfarm.log.file=" + setup.folder().resolve(name + ".log") + " -cp ")
              + " "
              + EndsWithParent.class.getName()
              + " kafka.Kafka");
      passwords.forEach((user, password) -> environment.put(variable(user), password));
      var broker =
          Part.program(
              name,
              setup.folder(),
              List.of("sh", setup.root().resolve("ops/kafka/start.sh").toString()),
              environment);
      brokers.add(broker);
      broker.start();
    }
  }

  private static String variable(String user) {
    return "KAFKA_PASSWORD_" + user.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private boolean brokersAreThere() {
    try (var admin = admin()) {
      return admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).size() == BROKERS;
    } catch (ExecutionException | TimeoutException | KafkaException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void grant() throws IOException, InterruptedException {
    try (var admin = admin()) {
      admin.createAcls(AccessRules.read(setup.root().resolve("ops/kafka/acls.txt"))).all().get();
    } catch (ExecutionException refused) {
      throw new IllegalStateException("ACLs were refused", refused.getCause());
    }
  }

  private Map<String, String> environment(Random random) {
    var environment = new HashMap<String, String>(setup.upstreams());
    environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
    environment.put("KAFKA_REPLICATION", "3");
    environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    environment.put("KAFKA_CA_FILE", certificates().resolve("ca.crt").toString());
    environment.put("KAFKA_REQUEST_TIMEOUT_MS", "2000");
    environment.put("KAFKA_CONNECT_TIMEOUT_MS", "500");
    environment.put("KAFKA_TRANSACTION_TIMEOUT_MS", "4000");
    environment.put("QUERY_INSTANCE_SESSION_SECONDS", "3");
    environment.put("QUERY_INSTANCE_DEADLINE_MS", "500");
    environment.put("NDVI_WORKER_LOCK", "3s");
    environment.put("NDVI_COMMIT_INTERVAL", "50ms");
    environment.put("WEATHER_COMMIT_INTERVAL", "50ms");
    environment.put("DJANGO_API_KEY_PEPPER", base64(random));
    environment.put("QUERY_INSTANCE_SECRET", base64(random));
    environment.put("FARM_SYNC_SECRET_KEY", base64(random));
    environment.put("THROTTLE_USER_RATE", "100000000/min");
    environment.put("THROTTLE_ANON_RATE", "100000000/min");
    return environment;
  }

  private Map<String, String> farmSync(Map<String, String> common) {
    var environment = new HashMap<>(common);
    environment.put(
        "FARM_SYNC_DATABASE_URL",
        connection[0] + "?sslmode=verify-full&sslrootcert=" + certificates().resolve("ca.crt"));
    environment.put("FARM_SYNC_DATABASE_USER", connection[1]);
    environment.put("FARM_SYNC_DATABASE_PASSWORD", connection[2]);
    environment.put(
        "INTEGRATION_HMAC_CLIENTS_JSON",
        "{\"%s\": {\"secret\": \"%s\", \"tenant\": \"drill\", \"scope\": \"write\"}}"
            .formatted(CLIENT, secret));
    return environment;
  }

  /**
   * One after another: where all start at once, brokers get no processor time and lose their
   * sessions.
   */
  private void startServices(
      String kind, String main, int instances, Map<String, String> environment)
      throws IOException, InterruptedException {
    for (int instance = 1; instance <= instances; instance++) {
      startService(kind, main, instance, environment);
      Part started = instances(kind).getLast();
      await(started.name() + " is not ready", () -> isReady(started));
    }
  }

  private void startService(String kind, String main, int instance, Map<String, String> environment)
      throws IOException {
    int port = freePort();
    String name = kind + "-" + instance;
    var own = new HashMap<>(environment);
    own.put("PORT", Integer.toString(port));
    own.put("KAFKA_USERNAME", kind);
    own.put("KAFKA_PASSWORD", passwords.getOrDefault(kind, ""));
    own.put("KAFKA_STATE_FOLDER", setup.folder().resolve(name).toString());
    own.put("QUERY_INSTANCE_ADDRESS", "http://localhost:" + port);
    if (name.equals("farm-sync-1")) {
      own.put("KAFKA_LAG_METRICS", "true");
    }
    // Spring looks at the whole class path, where a service's image has its own libraries only.
    if (!kind.equals("farm-sync")) {
      own.put(
          "SPRING_AUTOCONFIGURE_EXCLUDE",
          "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
              + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration");
    }
    var options =
        List.of(
            "@" + setup.root().resolve("ops/image/java.options"),
            QUICK_COMPILER,
            "-Xmx" + setup.heap());
    var service = new Part(name, setup.folder(), options, main, List.of(), Map.copyOf(own)).nice();
    addresses.put(service, URI.create("http://localhost:" + port));
    services.computeIfAbsent(kind, _ -> new ArrayList<>()).add(service);
    service.start();
  }

  private static void await(String otherwise, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(otherwise + " after " + START_LIMIT.toMinutes() + " min");
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
  }

  /** Whether a service says that it can be used. */
  public boolean isReady(Part service) {
    var request =
        HttpRequest.newBuilder(address(service).resolve("/readyz")).timeout(ASK_LIMIT).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException unreachable) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The broker that leads a partition. */
  public Part leader(TopicPartition partition) throws InterruptedException {
    try (var admin = admin()) {
      var described =
          admin
              .describeTopics(List.of(partition.topic()))
              .allTopicNames()
              .get()
              .values()
              .iterator()
              .next();
      return brokers.get(described.partitions().get(partition.partition()).leader().id() - 1);
    } catch (ExecutionException failure) {
      throw new IllegalStateException("no leader of " + partition, failure.getCause());
    }
  }

  /** The broker whose controller is the active one. */
  public Part controller() throws InterruptedException {
    try (var admin = admin()) {
      return brokers.get(admin.describeMetadataQuorum().quorumInfo().get().leaderId() - 1);
    } catch (ExecutionException failure) {
      throw new IllegalStateException("no controller", failure.getCause());
    }
  }

  /** The instance of farm-sync that relays by its own word, or the first if none says so. */
  public Part activeRelay() throws InterruptedException {
    for (Part instance : instances("farm-sync")) {
      var request =
          HttpRequest.newBuilder(address(instance).resolve("/metrics")).timeout(ASK_LIMIT).build();
      try {
        if (http.send(request, BodyHandlers.ofString())
            .body()
            .lines()
            .anyMatch(line -> line.startsWith("relay_active") && line.endsWith(" 1.0"))) {
          return instance;
        }
      } catch (IOException unreachable) {
        // the next one may be it
      }
    }
    return instances("farm-sync").getFirst();
  }

  public List<Part> brokers() {
    return List.copyOf(brokers);
  }

  /** Instances of one service. */
  public List<Part> instances(String kind) {
    return List.copyOf(services.getOrDefault(kind, List.of()));
  }

  /** All services. */
  public List<Part> services() {
    return services.values().stream().flatMap(List::stream).toList();
  }

  public Part database() {
    return database;
  }

  public URI address(Part service) {
    return addresses.getOrDefault(service, URI.create("http://localhost"));
  }

  /** The integration client's secret, in standard base64. */
  public String clientSecret() {
    return secret;
  }

  /** A new connection to the event store. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(connection[0], connection[1], connection[2]);
  }

  /** How the administrator reaches the brokers. */
  public KafkaSettings kafka() {
    return new KafkaSettings(
        bootstrapServers(),
        (short) 3,
        "unused",
        Map.of(
            "security.protocol", "SASL_SSL",
            "sasl.mechanism", "SCRAM-SHA-512",
            "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required"
                    + " username=\"admin\" password=\"%s\";".formatted(passwords.get("admin")),
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", certificates().resolve("ca.crt").toString(),
            "request.timeout.ms", "2000",
            "socket.connection.setup.timeout.ms", "500",
            "reconnect.backoff.max.ms", "200"));
  }

  private Admin admin() {
    return Admin.create(kafka().client("drill"));
  }

  private String bootstrapServers() {
    return String.join(",", brokerPorts.stream().map(port -> "localhost:" + port).toList());
  }

  private Path certificates() {
    return setup.folder().resolve("certificates");
  }

  private static String base64(Random random) {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    services().reversed().forEach(Part::close);
    brokers.forEach(Part::close);
    database.close();
    http.close();
  }
}
