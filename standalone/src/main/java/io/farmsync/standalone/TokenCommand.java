package io.farmsync.standalone;

import io.farmsync.standalone.client.FarmClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "token",
    description =
        "Prints a Bearer token: the administrator's, or one of a client in connection.json.",
    mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

  @Option(
      names = "--client",
      paramLabel = "NAME",
      description = "name of a client in connection.json, such as nextcloud")
  private @Nullable String client;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var file = FarmHome.ofEnvironment().connectionFile();
    var connection =
        Connection.read(file)
            .orElseThrow(() ->
                new FarmException(
                    "There is no " + file + ". Start the platform with ./farm up or ./farm demo."));
    spec.commandLine()
        .getOut()
        .println(client == null ? connection.adminToken() : minted(connection, client));
    return 0;
  }

  private static String minted(Connection connection, String name) {
    var known =
        connection
            .client(name)
            .orElseThrow(() ->
                new FarmException(
                    "No client "
                        + name
                        + " in connection.json; there are "
                        + connection.clients().stream().map(Connection.Client::name).toList()
                        + "."));
    return FarmClient.signing(
            HttpClient.newHttpClient(),
            URI.create(connection.baseUrl()),
            known.clientId(),
            known.clientSecret(),
            Clock.systemUTC())
        .token();
  }
}
