package io.farmsync.sync;

import io.farmsync.embedded.EmbeddedPlatform;
import io.farmsync.embedded.EmbeddedPostgres;
import io.farmsync.platform.auth.Credentials;
import io.farmsync.schemas.Credential;
import io.farmsync.schemas.Topics;
import io.farmsync.schemas.kafka.JsonSerde;
import io.farmsync.sync.token.AdministrationTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Farm-sync on a port of its own, with a real broker and a database of its own. */
public final class RunningService implements AutoCloseable {

  private static final String KEY =
      Base64.getEncoder()
          .encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
  private static final JsonSerde<Credential> CREDENTIALS = JsonSerde.of(Topics.CREDENTIALS);

  private static @Nullable RunningService shared;

  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();
  private long appliedCredentials;

  private RunningService(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** The one that tests share which need no settings of their own; it lives as long as the JVM. */
  public static synchronized RunningService shared() {
    if (shared == null) {
      shared = start(Map.of());
    }
    return shared;
  }

  /** One with settings of its own, on an empty database. */
  public static RunningService start(Map<String, String> settings) {
    return start(EmbeddedPlatform.shared().createDatabase("farm_sync"), settings);
  }

  public static RunningService start(
      EmbeddedPostgres.Database database, Map<String, String> settings) {
    var all = new LinkedHashMap<String, String>();
    all.put("server.port", "0");
    all.put("farm.kafka.bootstrap-servers", EmbeddedPlatform.shared().kafka().bootstrapServers());
    all.put("farm.kafka.replication", "1");
    all.put("farm.authentication.api-key-pepper", "pepper");
    all.put("farm.throttle.api-key", "100000/min");
    all.put("farm.throttle.user", "100000/min");
    all.put("farm.throttle.anonymous", "100000/min");
    // What the services of other tests count would be counted with it.
    all.put("farm.throttle.shared", "false");
    all.put("farm-sync.secret-key", KEY);
    all.put("farm-sync.database.url", database.url());
    all.put("farm-sync.database.username", database.username());
    all.put("farm-sync.database.password", database.password());
    all.put("farm-sync.database.pool-size", "8");
    // Services on several databases share the broker, and topics have one history each.
    all.put("farm-sync.relay.enabled", "false");
    all.putAll(settings);
    var arguments =
        all.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    return new RunningService(
        new SpringApplicationBuilder(FarmSyncApplication.class).run(arguments));
  }

  /** Sends the call once this service knows all credentials there are. */
  public Answer send(Call call) {
    tellCredentials();
    return sendAsIs(call);
  }

  public Answer sendAsIs(Call call) {
    var request =
        HttpRequest.newBuilder(uri(call.path()))
            .timeout(Duration.ofSeconds(30))
            .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.bytes()));
    call.headers().forEach(request::header);
    try {
      return Answer.of(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public URI uri(String path) {
    return URI.create("http://localhost:" + port() + path);
  }

  public int port() {
    var server = ((WebServerApplicationContext) context).getWebServer();
    return server == null ? -1 : server.getPort();
  }

  public String administrationToken() {
    return bean(AdministrationTokens.class).mint(Duration.ofMinutes(5));
  }

  /** A new client of the tenant. */
  public TestClient client(String tenant, String scope) {
    String json =
        "{\"name\":\"%s\",\"tenant\":\"%s\",\"scope\":\"%s\"}"
            .formatted(UUID.randomUUID(), tenant, scope);
    var answer =
        send(Call.post("/api/v1/integrations/clients/").bearer(administrationToken()).json(json));
    var data = answer.data();
    return new TestClient(
        data.path("id").asString(),
        data.path("client_id").asString(),
        data.path("client_secret").asString());
  }

  /** A token that the client mints as a Nextcloud does. */
  public String token(TestClient client) {
    return send(client.sign(Call.post("/api/v1/integrations/token/")))
        .data()
        .path("access")
        .asString();
  }

  public String token(String tenant, String scope) {
    return token(client(tenant, scope));
  }

  public JdbcClient jdbc() {
    return bean(JdbcClient.class);
  }

  public long count(String table) {
    return jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    http.close();
    context.close();
  }

  /** Does what the relay does for credentials, at once. */
  private synchronized void tellCredentials() {
    record Row(long position, String subject, String payload) {}
    List<Row> rows =
        jdbc()
            .sql(
                """
                select position, subject, payload from credential_event
                where position > ? order by position\
                """)
            .param(appliedCredentials)
            .query(Row.class)
            .list();
    for (Row row : rows) {
      bean(Credentials.class)
          .apply(row.subject(), CREDENTIALS.read(row.payload().getBytes(StandardCharsets.UTF_8)));
      appliedCredentials = row.position();
    }
  }
}
