package io.farmsync.standalone;

import io.farmsync.embedded.EmbeddedKafka;
import io.farmsync.platform.kafka.KafkaSettings;
import io.farmsync.query.QueryApiApplication;
import io.farmsync.query.kafka.ViewDigest;
import io.farmsync.query.kafka.ViewReset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "rebuild",
    description = {
      "Wipes the views of a stopped platform and builds them anew from the topics.",
      "Tells the digests of all stores before and after, and ends with status 1 if they differ."
    },
    mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofHours(1);

  /** What can be rebuilt. */
  enum Part {
    VIEWS
  }

  @Parameters(paramLabel = "views", description = "what to rebuild")
  private Part part = Part.VIEWS;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var home = FarmHome.ofEnvironment();
    home.claim();
    try (var kafka = EmbeddedKafka.start(EmbeddedKafka.Settings.in(home.data().resolve("kafka")))) {
      String state = home.data().resolve("state").toString();
      out.println("Reading the views as they are …");
      var before = digests(kafka.bootstrapServers(), state, out);
      out.println("Wiping " + part.name().toLowerCase(java.util.Locale.ROOT) + " …");
      new ViewReset(new KafkaSettings(kafka.bootstrapServers(), (short) 1, state, Map.of())).run();
      long start = System.nanoTime();
      var after = digests(kafka.bootstrapServers(), state, out);
      out.printf("Rebuilt in %.1f s.%n", (System.nanoTime() - start) / 1e9);
      boolean isSame = before.equals(after);
      after.forEach((store, content) ->
          out.printf(
              "  %-20s %9d entries  %.16s  %s%n",
              store,
              content.entries(),
              content.sha256(),
              content.equals(before.get(store)) ? "as before" : "DIFFERS"));
      out.flush();
      return isSame ? 0 : 1;
    } finally {
      home.release();
    }
  }

  private static SortedMap<String, ViewDigest.Content> digests(
      String bootstrap, String state, PrintWriter out) {
    try (var views = start(bootstrap, state)) {
      awaitReady(views.getBean("viewsHealthIndicator", HealthIndicator.class), out);
      return views.getBean(ViewDigest.class).ofStores();
    }
  }

  private static ConfigurableApplicationContext start(String bootstrap, String state) {
    var application = new SpringApplication(QueryApiApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    Map<String, Object> settings = new HashMap<>();
    settings.put("server.port", 0);
    settings.put("farm.kafka.replication", 1);
    settings.put("farm.kafka.bootstrap-servers", bootstrap);
    settings.put("farm.kafka.state-folder", Path.of(state).toString());
    settings.put(
        "spring.autoconfigure.exclude",
        "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
            + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration");
    return application.run(
        settings.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new));
  }

  private static void awaitReady(HealthIndicator views, PrintWriter out) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    String told = "";
    while (true) {
      Health health = views.health();
      if (health != null && health.getStatus().equals(Status.UP)) {
        return;
      }
      String progress = health == null ? "" : progress(health.getDetails());
      if (!progress.equals(told)) {
        out.println("  " + progress);
        out.flush();
        told = progress;
      }
      if (System.nanoTime() > deadline) {
        throw new FarmException("The views are not ready after " + LIMIT.toMinutes() + " min.");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static String progress(Map<String, Object> details) {
    if (details.get("records_total") instanceof Long total
        && details.get("records_remaining") instanceof Long remaining) {
      return "%,d of %,d records".formatted(total - remaining, total);
    }
    return String.valueOf(details.get("reason"));
  }
}
