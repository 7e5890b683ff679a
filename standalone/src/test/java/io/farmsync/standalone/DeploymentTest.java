package io.farmsync.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code docker-compose.yml} and what it mounts, against the code. No container engine is needed.
 */
class DeploymentTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> SERVICES =
      Set.of("farm-sync", "ndvi-processor", "weather-ingestor", "query-api");
  private static final List<String> DEFAULTS =
      List.of(
          "platform-defaults.properties",
          "farm-sync-defaults.properties",
          "ndvi-defaults.properties",
          "weather-defaults.properties",
          "query-defaults.properties");

  /** Metaspace, threads, code cache and buffers of a service besides its heap, in MiB. */
  private static final int BESIDES_THE_HEAP = 320;

  private final Map<String, Object> compose = compose();

  @Test
  void everyVariableOfAServiceIsReadByItsCode() throws Exception {
    var known = variablesInDefaults();
    known.add("FARM_HEAP"); // read by the image's entry point
    ourServices()
        .forEach((name, service) ->
            assertThat(known)
                .as("variables that %s reads", name)
                .containsAll(environment(service).keySet()));
  }

  @Test
  void everyRequiredVariableOfTheCodeIsSet() {
    ourServices()
        .forEach((name, service) ->
            assertThat(environment(service))
                .as(name)
                .containsKeys(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    "KAFKA_USERNAME",
                    "KAFKA_PASSWORD",
                    "DJANGO_API_KEY_PEPPER",
                    "FARM_HEAP")
                .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                .containsEntry("KAFKA_REPLICATION", "3")
                .containsEntry("KAFKA_USERNAME", kind(name)));
    assertThat(environment(service("farm-sync-1")))
        .containsKeys(
            "FARM_SYNC_SECRET_KEY", "FARM_SYNC_DATABASE_URL", "FARM_SYNC_DATABASE_RELAY_PASSWORD");
  }

  @Test
  void lagIsCountedOnce() {
    assertThat(
            ourServices().values().stream()
                .filter(each -> "true".equals(environment(each).get("KAFKA_LAG_METRICS"))))
        .hasSize(1);
  }

  @Test
  void onlyCaddyIsReachableFromOutside() {
    services()
        .forEach((name, service) -> {
          if (!name.equals("caddy")) {
            assertThat(service).as(name).doesNotContainKeys("ports", "network_mode");
          }
          assertThat(service).as(name).doesNotContainKeys("privileged");
          assertThat(strings(service.get("volumes")))
              .as(name)
              .noneMatch(volume -> volume.contains("docker.sock"));
        });
    assertThat(strings(service("caddy").get("ports"))).containsExactly("443:443", "80:80");
    assertThat(map(map(compose.get("networks")).get("inside"))).containsEntry("internal", true);
    assertThat(services().keySet())
        .filteredOn(name -> strings(service(name).get("networks")).contains("upstreams"))
        .containsExactlyInAnyOrder(
            "ndvi-processor", "weather-ingestor", "query-api-1", "query-api-2");
  }

  @Test
  void noSecretHasADefaultAndComposeRefusesWithoutThem() throws Exception {
    String text = Files.readString(ROOT.resolve("docker-compose.yml"));
    var secret = Pattern.compile("PASSWORD|SECRET|PEPPER|CLUSTER_ID");
    List<MatchResult> uses =
        Pattern.compile("\\$\\{([A-Z_0-9]+)([^}]*)}").matcher(text).results().toList();
    assertThat(uses)
        .filteredOn(use -> secret.matcher(use.group(1)).find())
        .hasSizeGreaterThan(15)
        .allSatisfy(use -> assertThat(use.group(2)).as(use.group()).startsWith(":?"));
    services()
        .forEach((name, service) ->
            environment(service)
                .forEach((variable, value) -> {
                  if (secret.matcher(variable).find()) {
                    assertThat(value).as("%s of %s", variable, name).startsWith("${");
                  }
                }));
    Properties example = properties(Files.newInputStream(ROOT.resolve(".env.example")));
    assertThat(example.stringPropertyNames())
        .as(".env.example names each variable that is required")
        .containsAll(
            uses.stream()
                .filter(use -> use.group(2).startsWith(":?"))
                .map(use -> use.group(1))
                .collect(Collectors.toSet()));
    assertThat(example.values()).as(".env.example holds no value").containsOnly("");
  }

  @Test
  void everyContainerHasAMemoryLimitThatItsHeapFitsInto() {
    services()
        .forEach((name, service) -> {
          assertThat(service).as(name).containsKey("mem_limit");
          int limit = mebibytes(String.valueOf(service.get("mem_limit")));
          var environment = environment(service);
          if (environment.containsKey("FARM_HEAP")) {
            int heap = mebibytes(environment.get("FARM_HEAP"));
            int stores = mebibytes(environment.getOrDefault("QUERY_VIEW_MEMORY", "0m"));
            assertThat(heap + stores + BESIDES_THE_HEAP).as(name).isLessThanOrEqualTo(limit);
          } else if (environment.containsKey("KAFKA_HEAP_OPTS")) {
            var heap = Pattern.compile("-Xmx([0-9]+m)").matcher(environment.get("KAFKA_HEAP_OPTS"));
            assertThat(heap.find()).as(name).isTrue();
            assertThat(mebibytes(heap.group(1)) + 200).as(name).isLessThanOrEqualTo(limit);
          }
        });
    int all =
        services().values().stream()
            .mapToInt(each -> mebibytes(String.valueOf(each.get("mem_limit"))))
            .sum();
    assertThat(all).as("all limits, in MiB").isLessThan(16 * 1024);
  }

  @Test
  void servicesRunWithoutPrivileges() throws Exception {
    ourServices()
        .forEach((name, service) -> {
          assertThat(service).as(name).containsEntry("read_only", true);
          assertThat(strings(service.get("cap_drop"))).as(name).contains("ALL");
          assertThat(strings(service.get("security_opt"))).contains("no-new-privileges:true");
          if (environment(service).containsKey("KAFKA_STATE_FOLDER")) {
            assertThat(strings(service.get("volumes")))
                .as("%s keeps its state on a volume of its own", name)
                .anyMatch(volume -> volume.endsWith(":/state"));
          }
        });
    String image = Files.readString(ROOT.resolve("Dockerfile"));
    assertThat(image).contains("\nUSER 10001\n", "@/opt/service/java.options", "SERVICE");
    for (String module : SERVICES) {
      assertThat(image).as("poms of all modules").contains("COPY " + module + "/pom.xml");
    }
  }

  @Test
  void whatIsMountedIsThere() {
    services()
        .forEach((name, service) -> {
          for (String volume : strings(service.get("volumes"))) {
            String source = volume.substring(0, volume.indexOf(':'));
            if (source.startsWith("./")
                && !source.startsWith("./ops/certificates")
                && !source.startsWith("./ops/grafana")) {
              assertThat(ROOT.resolve(source)).as(name).exists();
            } else if (!source.startsWith(".") && !source.startsWith("/")) {
              assertThat(map(compose.get("volumes"))).as(name).containsKey(source);
            }
          }
        });
  }

  @Test
  void everyHostThatIsNamedIsAContainer() throws Exception {
    Set<String> names = services().keySet();
    String text =
        Files.readString(ROOT.resolve("ops/Caddyfile"))
            + Files.readString(ROOT.resolve("ops/prometheus/prometheus.yml"))
            + Files.readString(ROOT.resolve("docker-compose.yml"));
    var hosts =
        Pattern.compile("([a-z][a-z0-9-]*):(8080|909[0-9]|5432|3000|3100)\\b")
            .matcher(text)
            .results()
            .map(host -> host.group(1))
            .filter(host -> !host.equals("localhost"))
            .collect(Collectors.toSet());
    assertThat(names).containsAll(hosts);
    assertThat(hosts).contains("farm-sync-2", "query-api-2", "kafka-3", "postgres", "grafana");
    services()
        .forEach((name, service) ->
            assertThat(names).as(name).containsAll(map(service.get("depends_on")).keySet()));
  }

  @Test
  void caddySendsEachRouteOfFarmSyncToIt() throws Exception {
    String caddy = Files.readString(ROOT.resolve("ops/Caddyfile"));
    Set<String> prefixes =
        Pattern.compile("path (/[^\n]+)")
            .matcher(caddy)
            .results()
            .flatMap(match -> Stream.of(match.group(1).split(" ", -1)))
            .map(path -> path.replaceAll("/\\*$", ""))
            .collect(Collectors.toSet());
    var lifecycle = Pattern.compile("/api/v1/farms/[^/]+/(restore|events)(/.*)?");
    for (String route : routes("farm-sync")) {
      boolean retirement = route.matches("/api/v1/farms/\\{[a-z_]+}");
      assertThat(
              retirement
                  || lifecycle.matcher(route).matches()
                  || prefixes.stream()
                      .anyMatch(prefix -> route.equals(prefix) || route.startsWith(prefix + "/")))
          .as("Caddy sends %s to farm-sync", route)
          .isTrue();
    }
  }

  @Test
  void healthCheckOfTheImageIsTrueOnlyOfAReadyService() throws Exception {
    var status = new int[] {200};
    var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/readyz",
        exchange -> {
          exchange.sendResponseHeaders(status[0], -1);
          exchange.close();
        });
    server.start();
    try {
      assertThat(ready(server.getAddress().getPort())).isZero();
      status[0] = 503;
      assertThat(ready(server.getAddress().getPort())).isNotZero();
    } finally {
      server.stop(0);
    }
    assertThat(ready(server.getAddress().getPort())).as("nobody answers").isNotZero();
  }

  @Test
  void brokersAreOneClusterAndEachUserHasAPassword() throws Exception {
    String voters = environment(service("kafka-1")).get("BROKER_VOTERS");
    for (int id = 1; id <= 3; id++) {
      var environment = environment(service("kafka-" + id));
      assertThat(environment).containsEntry("BROKER_ID", Integer.toString(id));
      assertThat(environment).containsEntry("BROKER_VOTERS", voters);
      assertThat(voters).contains(id + "@kafka-" + id + ":9094");
      assertThat(environment.get("BROKER_ADVERTISED")).contains("CLIENT://kafka-" + id + ":9092");
    }
    var users =
        Files.readAllLines(ROOT.resolve("ops/kafka/acls.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split("\\s+", -1)[0])
            .collect(Collectors.toSet());
    assertThat(users).isEqualTo(SERVICES);
    String start = Files.readString(ROOT.resolve("ops/kafka/start.sh"));
    for (String user : users) {
      String variable = "KAFKA_PASSWORD_" + user.toUpperCase(Locale.ROOT).replace('-', '_');
      assertThat(start).contains("name=" + user + ",password=$" + variable);
      assertThat(environment(service("kafka-1"))).containsKey(variable);
    }
    Properties server =
        properties(Files.newInputStream(ROOT.resolve("ops/kafka/server.properties")));
    assertThat(server)
        .containsEntry("min.insync.replicas", "2")
        .containsEntry("allow.everyone.if.no.acl.found", "false")
        .containsEntry("auto.create.topics.enable", "false");
    assertThat(server.getProperty("listener.security.protocol.map")).doesNotContain("PLAINTEXT");
  }

  @Test
  void postgresTakesNobodyWithoutTlsAndPassword() throws Exception {
    var rules =
        Files.readAllLines(ROOT.resolve("ops/postgres/pg_hba.conf")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> List.of(line.split("\\s+", -1)))
            .toList();
    assertThat(rules)
        .filteredOn(rule -> rule.getFirst().equals("hostssl"))
        .allSatisfy(rule -> assertThat(rule.getLast()).isEqualTo("scram-sha-256"));
    assertThat(rules)
        .filteredOn(rule -> rule.getFirst().equals("host"))
        .allSatisfy(rule -> assertThat(rule.getLast()).isEqualTo("reject"));
    assertThat(Files.readString(ROOT.resolve("ops/postgres/postgresql.conf")))
        .contains("ssl = on", "wal_level = logical", "fsync = on", "scram-sha-256");
    assertThat(environment(service("farm-sync-1")).get("FARM_SYNC_DATABASE_URL"))
        .contains("sslmode=verify-full");
  }

  @Test
  void scriptsAreShell() throws Exception {
    try (var files = Files.walk(ROOT.resolve("ops"))) {
      for (Path script : files.filter(file -> file.toString().endsWith(".sh")).toList()) {
        assertThat(run(Map.of(), "bash", "-n", script.toString())).as(script.toString()).isZero();
      }
    }
  }

  private static int ready(int port) throws Exception {
    return run(
        Map.of("PORT", Integer.toString(port)),
        "bash",
        ROOT.resolve("ops/image/ready.sh").toString());
  }

  private static int run(Map<String, String> environment, String... command) throws Exception {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    return builder.start().waitFor();
  }

  /** What {@code @…Mapping} annotations of a module's controllers say. */
  private static Set<String> routes(String module) throws IOException {
    var mapping =
        Pattern.compile(
            "@(Request|Get|Post|Put|Patch|Delete)Mapping(?:\\(\\s*(?:path = )?(?:\"([^\"]*)\"|([A-Z]+)))?");
    var routes = new TreeSet<String>();
    try (var files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        String prefix = "";
        for (MatchResult found : mapping.matcher(text).results().toList()) {
          String path = found.group(2) == null ? "" : found.group(2);
          if (found.group(3) != null) {
            path = constant(text, found.group(3));
          }
          if (found.group(1).equals("Request") && found.start() < text.indexOf("\nclass ")) {
            prefix = path;
          } else {
            routes.add(prefix + path);
          }
        }
      }
    }
    assertThat(routes).contains("/api/v1/farms/sync");
    return routes;
  }

  private static String constant(String text, String name) {
    var value = Pattern.compile(name + " = \"([^\"]*)\"").matcher(text);
    assertThat(value.find()).as(name).isTrue();
    return value.group(1);
  }

  private static Set<String> variablesInDefaults() throws IOException {
    var names = new TreeSet<String>();
    for (String file : DEFAULTS) {
      String text =
          new String(
              DeploymentTest.class.getResourceAsStream("/" + file).readAllBytes(),
              StandardCharsets.UTF_8);
      Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)[:}]")
          .matcher(text)
          .results()
          .forEach(name -> names.add(name.group(1)));
    }
    names.add("NDVI_ARCHIVE"); // chooses a file of defaults
    return names;
  }

  private Map<String, Map<String, Object>> ourServices() {
    var ours = new HashMap<>(services());
    ours.keySet().removeIf(name -> !SERVICES.contains(kind(name)));
    assertThat(ours).hasSize(6);
    return ours;
  }

  private static String kind(String name) {
    return name.replaceAll("-[0-9]$", "");
  }

  private Map<String, Map<String, Object>> services() {
    var services = new HashMap<String, Map<String, Object>>();
    map(compose.get("services")).forEach((name, service) -> services.put(name, map(service)));
    return services;
  }

  private Map<String, Object> service(String name) {
    return map(map(compose.get("services")).get(name));
  }

  private static Map<String, String> environment(Map<String, Object> service) {
    var environment = new HashMap<String, String>();
    map(service.get("environment"))
        .forEach((name, value) -> environment.put(name, String.valueOf(value)));
    return environment;
  }

  private static int mebibytes(String size) {
    var parts = Pattern.compile("([0-9]+)([gm])b?", Pattern.CASE_INSENSITIVE).matcher(size);
    assertThat(parts.matches()).as(size).isTrue();
    return Integer.parseInt(parts.group(1)) * (parts.group(2).equalsIgnoreCase("g") ? 1024 : 1);
  }

  private static Properties properties(InputStream in) throws IOException {
    try (in) {
      var properties = new Properties();
      properties.load(in);
      return properties;
    }
  }

  private static List<String> strings(@Nullable Object list) {
    var strings = new ArrayList<String>();
    if (list instanceof List<?> all) {
      all.forEach(each -> strings.add(String.valueOf(each)));
    }
    return strings;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  private static Map<String, Object> compose() {
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions()))
          .load(Files.readString(ROOT.resolve("docker-compose.yml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
