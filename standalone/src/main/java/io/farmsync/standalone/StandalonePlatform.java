package io.farmsync.standalone;

import io.farmsync.embedded.EmbeddedKafka;
import io.farmsync.embedded.EmbeddedPostgres;
import io.farmsync.sync.token.AdministrationTokens;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Broker, database and services, started in this order and stopped in the other. */
final class StandalonePlatform implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StandalonePlatform.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final EmbeddedKafka kafka;
  private final EmbeddedPostgres.Database database;
  private final ConfigurableApplicationContext services;

  private StandalonePlatform(
      EmbeddedKafka kafka,
      EmbeddedPostgres.Database database,
      ConfigurableApplicationContext services) {
    this.kafka = kafka;
    this.database = database;
    this.services = services;
  }

  /**
   * Returns when the services accept requests; their views may still be filling.
   *
   * @param data the folder of broker, database and secrets
   * @param defaults settings that the environment may override, by the names of environment
   *     variables
   */
  static StandalonePlatform start(
      Path data, Path binaries, Ports ports, Map<String, String> defaults) {
    var secrets = Secrets.of(data, new SecureRandom());
    var startingPostgres =
        CompletableFuture.supplyAsync(
            () ->
                EmbeddedPostgres.start(
                    new EmbeddedPostgres.Settings(
                        data.resolve("postgres"), binaries, ports.postgres())),
            StandalonePlatform::besides);
    var startingKafka =
        CompletableFuture.supplyAsync(
            () ->
                EmbeddedKafka.start(
                    new EmbeddedKafka.Settings(data.resolve("kafka"), ports.kafka(), 0)),
            StandalonePlatform::besides);
    try {
      var postgres = startingPostgres.join();
      var kafka = startingKafka.join();
      var database = postgres.createDatabase("farm_sync");
      var fixed = new HashMap<String, Object>();
      fixed.put("PORT", ports.http());
      fixed.put("server.port", ports.http());
      fixed.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
      fixed.put("KAFKA_REPLICATION", 1);
      fixed.put("KAFKA_LAG_METRICS", true);
      fixed.put("KAFKA_STATE_FOLDER", data.resolve("state").toString());
      fixed.put("FARM_SYNC_DATABASE_URL", database.url());
      fixed.put("FARM_SYNC_DATABASE_OWNER_USER", database.username());
      fixed.put("FARM_SYNC_DATABASE_OWNER_PASSWORD", database.password());
      var writer = postgres.createLogin(database, "farm_writer", false);
      fixed.put("FARM_SYNC_DATABASE_USER", writer.username());
      fixed.put("FARM_SYNC_DATABASE_PASSWORD", writer.password());
      var relay = postgres.createLogin(database, "farm_relay", true);
      fixed.put("FARM_SYNC_DATABASE_RELAY_USER", relay.username());
      fixed.put("FARM_SYNC_DATABASE_RELAY_PASSWORD", relay.password());
      var open = new HashMap<String, Object>(defaults);
      secrets.forEach((name, value) -> open.put(name.toString(), value));
      var platform = new StandalonePlatform(kafka, database, run(fixed, open));
      platform.parts.push(postgres);
      platform.parts.push(kafka);
      platform.parts.push(platform.services);
      return platform;
    } catch (RuntimeException failure) {
      closeOnceStarted(startingKafka);
      closeOnceStarted(startingPostgres);
      throw failure instanceof CompletionException
              && failure.getCause() instanceof RuntimeException cause
          ? cause
          : failure;
    }
  }

  /** A thread of its own for each part: the common pool of a small machine has only one. */
  private static void besides(Runnable start) {
    Thread.ofPlatform().daemon().name("start-part").start(start);
  }

  private static void closeOnceStarted(CompletableFuture<? extends AutoCloseable> starting) {
    try {
      starting.join().close();
    } catch (Exception e) {
      log.debug("a part had not started, or did not stop cleanly", e);
    }
  }

  private static ConfigurableApplicationContext run(
      Map<String, Object> fixed, Map<String, Object> defaults) {
    var application = new SpringApplication(StandaloneApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setRegisterShutdownHook(false); // the command stops the parts in their order
    application.setDefaultProperties(defaults);
    application.addInitializers(context ->
        context
            .getEnvironment()
            .getPropertySources()
            .addFirst(new MapPropertySource("standalone", fixed)));
    return application.run();
  }

  String baseUrl() {
    var server = ((WebServerApplicationContext) services).getWebServer();
    return "http://localhost:" + (server == null ? 0 : server.getPort());
  }

  String kafkaAddress() {
    return kafka.bootstrapServers();
  }

  Stores stores() {
    return new Stores(
        kafka.bootstrapServers(), database.url(), database.username(), database.password());
  }

  String administrationToken(Duration lifetime) {
    return services.getBean(AdministrationTokens.class).mint(lifetime);
  }

  /** The effective value of a setting. */
  String setting(String name) {
    return services.getEnvironment().getProperty(name, "");
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.warn("a part of the platform did not stop cleanly", e);
      }
    }
  }
}
