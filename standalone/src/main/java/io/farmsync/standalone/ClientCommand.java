package io.farmsync.standalone;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "client",
    description = {
      "Integration clients of a running platform: who may sign requests, for which tenant.",
      "Exit codes: 0 done, 1 refused or nothing runs, 2 wrong usage."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ClientCommand {

  private static final String PATH = "/api/v1/integrations/clients/";

  @Spec private CommandSpec spec;

  @Command(
      name = "create",
      description = "Creates a client and prints its id and secret, the secret this once only.",
      mixinStandardHelpOptions = true)
  int create(
      @Parameters(paramLabel = "NAME", description = "unique among clients") String name,
      @Option(
              names = "--tenant",
              description = "whose farms it works on; a tenant of its own if not said")
          @Nullable String tenant,
      @Option(
              names = "--scope",
              defaultValue = "read",
              description = "read, write or admin (default: ${DEFAULT-VALUE})")
          String scope,
      @Option(
              names = "--requires-api-key",
              description = "a token then needs an API key besides the signature")
          boolean requiresApiKey) {
    var body = new LinkedHashMap<String, Object>();
    body.put("name", name);
    body.put("scope", scope);
    body.put("requires_api_key", requiresApiKey);
    if (tenant != null) {
      body.put("tenant", tenant);
    }
    var created = Administration.ofRunning().post(PATH, body);
    out().println("client_id      " + created.path("client_id").asString());
    out().println("client_secret  " + created.path("client_secret").asString());
    out().println("tenant         " + created.path("tenant").asString());
    out().println("scope          " + created.path("scope").asString());
    return 0;
  }

  @Command(name = "list", description = "Lists the clients.", mixinStandardHelpOptions = true)
  int list() {
    for (JsonNode client : Administration.ofRunning().all(PATH)) {
      out()
          .printf(
              "%s  %-20s %-16s %-6s %s%n",
              client.path("client_id").asString(),
              client.path("name").asString(),
              client.path("tenant").asString(),
              client.path("scope").asString(),
              client.path("is_active").asBoolean() ? "active" : "disabled");
    }
    return 0;
  }

  @Command(
      name = "rotate",
      description = "Gives a client a new secret; the one before is accepted for a while.",
      mixinStandardHelpOptions = true)
  int rotate(@Parameters(paramLabel = "NAME", description = "name or client id") String client) {
    var administration = Administration.ofRunning();
    var rotated =
        administration.post(PATH + id(administration, client) + "/rotate-secret/", Map.of());
    out().println("client_secret  " + rotated.path("client_secret").asString());
    out()
        .println(
            "the one before is accepted until " + rotated.path("previous_valid_until").asString());
    return 0;
  }

  @Command(
      name = "disable",
      description = "Refuses a client's signatures and tokens from now on, on every service.",
      mixinStandardHelpOptions = true)
  int disable(@Parameters(paramLabel = "NAME", description = "name or client id") String client) {
    return setActive(client, false);
  }

  @Command(
      name = "enable",
      description = "Accepts a disabled client again.",
      mixinStandardHelpOptions = true)
  int enable(@Parameters(paramLabel = "NAME", description = "name or client id") String client) {
    return setActive(client, true);
  }

  private int setActive(String client, boolean active) {
    var administration = Administration.ofRunning();
    administration.patch(PATH + id(administration, client) + "/", Map.of("is_active", active));
    out().println(client + " is " + (active ? "active." : "disabled."));
    return 0;
  }

  private static String id(Administration administration, String word) {
    return administration
        .find(
            PATH,
            "client",
            word,
            client ->
                client.path("name").asString().equals(word)
                    || client.path("client_id").asString().equals(word))
        .path("id")
        .asString();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
