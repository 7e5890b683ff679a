package io.farmsync.standalone;

import io.farmsync.standalone.client.FarmClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = "Says whether the platform runs and is ready; exit code 0 only then.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var home = FarmHome.ofEnvironment();
    var process = home.runningProcess();
    var connection = Connection.read(home.connectionFile());
    if (process.isEmpty() || connection.isEmpty()) {
      out.println("Nothing runs on " + home.folder() + ".");
      return 1;
    }
    var url = URI.create(connection.get().baseUrl());
    var answer =
        FarmClient.bearing(HttpClient.newHttpClient(), url, "", Clock.systemUTC())
            .getOpen("/readyz");
    boolean ready = answer.status() == 200;
    out.println(
        url
            + " (process "
            + process.get().pid()
            + ") "
            + (ready ? "is ready" : "is not ready: " + answer.body().path("errors")));
    return ready ? 0 : 1;
  }
}
