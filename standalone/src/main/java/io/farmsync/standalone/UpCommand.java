package io.farmsync.standalone;

import io.farmsync.standalone.client.FarmClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    description = {
      "Runs the platform with real upstreams and keeps its data in .farm/data (FARM_HOME).",
      "Settings come from the environment; see README.md for all of them."
    },
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  private static final Duration READY_LIMIT = Duration.ofMinutes(2);
  private static final List<FirstCredentials.Wanted> CLIENTS =
      List.of(new FirstCredentials.Wanted("nextcloud", "tenant-one", "write"));

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    var clock = Clock.systemUTC();
    var home = FarmHome.ofEnvironment();
    home.claim();
    try (var running = new Running(home)) {
      var ports = Ports.ofEnvironment();
      out.println("Starting Farm Sync, data in " + home.data() + " …");
      var platform =
          running.keep(StandalonePlatform.start(home.data(), home.binaries(), ports, Map.of()));
      platform.stores().write(home.storesFile());
      var http = HttpClient.newHttpClient();
      Readiness.await(
          FarmClient.bearing(http, URI.create(platform.baseUrl()), "", clock), READY_LIMIT, clock);
      var file = home.data().resolve("clients.json");
      var known = Connection.read(file).map(Connection::clients).orElse(List.of());
      var credentials = running.keep(new FirstCredentials(platform, home.connectionFile()));
      var connection = credentials.provide(CLIENTS, known, http, clock);
      connection.withAdminToken("").write(file);
      out.println("Farm Sync is ready at " + connection.baseUrl());
      out.println("  credentials     " + home.connectionFile());
      out.println("  API description " + connection.baseUrl() + "/api/docs/");
      out.println("  metrics         " + connection.baseUrl() + "/metrics");
      out.println("  Kafka           " + platform.kafkaAddress());
      out.println("  scenes from     " + platform.setting("ndvi.stac.api-url"));
      out.println(
          "  weather from    "
              + platform.setting("weather.open-meteo.base-url")
              + ", "
              + platform.setting("weather.nasa-power.base-url"));
      out.println("  log             " + home.folder().resolve("farm.log"));
      out.println("Stop with Ctrl-C or ./farm down.");
      running.awaitStop();
      return 0;
    }
  }
}
