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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Broker, database and services, each a process of its own on a port that it keeps. */
public final class Processes implements AutoCloseable {
  /** Id of the integration client that the services know. */
  public static final String CLIENT = "writer";

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration ASK_LIMIT = Duration.ofSeconds(1);
  private static final int SECRET_BYTES = 32;

  private final Part database;
  private final Part broker;
  private final List<Part> services = new ArrayList<>();
  private final List<Part> relays = new ArrayList<>();
  private final Map<Part, URI> addresses = new HashMap<>();
  private final String bootstrapServers;
  private final String secret;
  private final String url;
  private final String username;
  private final String password;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ASK_LIMIT).build();

  private Processes(
      Part database, Part broker, String bootstrapServers, String[] connection, String secret) {
    this.database = database;
    this.broker = broker;
    this.bootstrapServers = bootstrapServers;
    this.url = connection[0];
    this.username = connection[1];
    this.password = connection[2];
    this.secret = secret;
  }

  /**
   * What to start.
   *
   * @param folder for data and logs
   * @param binaries where PostgreSQL's programs are, or are unpacked
   * @param javaOptions for each of them
   * @param standby whether there is a second instance of farm-sync
   */
  public record Setup(
      Path folder,
      Path binaries,
      List<String> javaOptions,
      RelayUnderTest relay,
      boolean standby) {}

  /** Starts all of them, and returns while the services are still starting. */
  public static Processes start(Setup setup, Random random)
      throws IOException, InterruptedException {
    Path folder = setup.folder();
    int databasePort = freePort();
    int brokerPort = freePort();
    var database =
        new Part(
            "postgres",
            folder,
            setup.javaOptions(),
            DatabasePart.class.getName(),
            List.of(
                folder.resolve("postgres").toString(),
                setup.binaries().toAbsolutePath().toString(),
                Integer.toString(databasePort)),
            Map.of());
    var broker =
        new Part(
            "broker",
            folder,
            setup.javaOptions(),
            BrokerPart.class.getName(),
            List.of(folder.resolve("kafka").toString(), Integer.toString(brokerPort)),
            Map.of());
    try {
      database.start();
      broker.start();
      String[] connection = database.awaitReady(START_LIMIT).split(" ", -1);
      broker.awaitReady(START_LIMIT);
      var processes =
          new Processes(database, broker, "localhost:" + brokerPort, connection, secret(random));
      processes.startServices(setup, random);
      return processes;
    } catch (RuntimeException | IOException | InterruptedException failure) {
      database.close();
      broker.close();
      throw failure;
    }
  }

  private void startServices(Setup setup, Random random) throws IOException {
    Optional<String> main = setup.relay().main();
    boolean relaysItself = main.isEmpty();
    Map<String, String> environment = environment(setup.folder(), random);
    environment.put("FARM_SYNC_RELAY_ENABLED", Boolean.toString(relaysItself));
    for (int instance = 1; instance <= (setup.standby() && relaysItself ? 2 : 1); instance++) {
      int port = freePort();
      var own = new HashMap<>(environment);
      own.put("PORT", Integer.toString(port));
      var service =
          new Part(
              "farm-sync-" + instance,
              setup.folder(),
              setup.javaOptions(),
              "io.farmsync.sync.FarmSyncApplication",
              List.of(),
              Map.copyOf(own));
      addresses.put(service, URI.create("http://localhost:" + port));
      services.add(service);
      service.start();
    }
    if (relaysItself) {
      relays.addAll(services);
    } else {
      var own =
          new Part(
              "relay", setup.folder(), setup.javaOptions(), main.get(), List.of(), environment);
      relays.add(own);
      own.start();
    }
  }

  private Map<String, String> environment(Path folder, Random random) {
    var environment = new HashMap<String, String>();
    environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
    environment.put("KAFKA_REPLICATION", "1");
    environment.put("FARM_SYNC_DATABASE_URL", url);
    environment.put("FARM_SYNC_DATABASE_USER", username);
    environment.put("FARM_SYNC_DATABASE_PASSWORD", password);
    environment.put("FARM_SYNC_SECRET_KEY", secret(random));
    environment.put("DJANGO_API_KEY_PEPPER", secret(random));
    environment.put(
        "INTEGRATION_HMAC_CLIENTS_JSON",
        "{\"%s\": {\"secret\": \"%s\", \"tenant\": \"processes\", \"scope\": \"write\"}}"
            .formatted(CLIENT, secret));
    environment.put("THROTTLE_USER_RATE", "1000000/min");
    environment.put("THROTTLE_ANON_RATE", "1000000/min");
    environment.put("KAFKA_STATE_FOLDER", folder.resolve("state").toString());
    return environment;
  }

  private static String secret(Random random) {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** PostgreSQL and all its processes. */
  public Part database() {
    return database;
  }

  /** Kafka. */
  public Part broker() {
    return broker;
  }

  /** The instances of farm-sync. */
  public List<Part> services() {
    return List.copyOf(services);
  }

  /** All of them, in the order in which they are started. */
  public List<Part> all() {
    var all = new ArrayList<>(List.of(database, broker));
    all.addAll(services);
    relays.stream().filter(relay -> !services.contains(relay)).forEach(all::add);
    return all;
  }

  /** The process that relays now: by its own word, or the first if none says so. */
  public Part activeRelay() throws InterruptedException {
    for (Part relay : relays) {
      if (saysActive(relay)) {
        return relay;
      }
    }
    return relays.getFirst();
  }

  /** A relay that does not relay now; the only one if there is no other. */
  public Part standbyRelay() throws InterruptedException {
    Part active = activeRelay();
    return relays.stream().filter(relay -> !relay.equals(active)).findFirst().orElse(active);
  }

  private boolean saysActive(Part relay) throws InterruptedException {
    return metric(relay, "relay_active") == 1;
  }

  /** The sum of a service's metric over its tags; NaN if the service does not answer. */
  public double metric(Part service, String name) throws InterruptedException {
    URI address = addresses.get(service);
    if (address == null) {
      return Double.NaN;
    }
    var request = HttpRequest.newBuilder(address.resolve("/metrics")).timeout(ASK_LIMIT).build();
    try {
      return http.send(request, BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException unreachable) {
      return Double.NaN;
    }
  }

  /** Base URL of an instance. */
  public URI address(Part service) {
    return addresses.getOrDefault(service, URI.create("http://localhost"));
  }

  /** The integration client's secret, in standard base64. */
  public String clientSecret() {
    return secret;
  }

  /** A new connection to the event store. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, username, password);
  }

  /** How to reach the broker. */
  public KafkaSettings kafka() {
    return new KafkaSettings(bootstrapServers, (short) 1, "state", Map.of());
  }

  @Override
  public void close() {
    all().reversed().forEach(Part::close);
    http.close();
  }
}
