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
    name = "key",
    description = {
      "API keys of a running platform, sent in the header X-API-Key.",
      "Exit codes: 0 done, 1 refused or nothing runs, 2 wrong usage."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {

  private static final String PATH = "/api/v1/keys/";

  @Spec private CommandSpec spec;

  @Command(
      name = "create",
      description = "Creates a key and prints it, this once only.",
      mixinStandardHelpOptions = true)
  int create(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--tenant", required = true, description = "whose farms it opens")
          String tenant,
      @Option(
              names = "--user",
              description = "whom it speaks for; named like the tenant if not said")
          @Nullable String user,
      @Option(
              names = "--scope",
              defaultValue = "read",
              description = "read, write or admin (default: ${DEFAULT-VALUE})")
          String scope,
      @Option(
              names = "--expires-at",
              paramLabel = "TIME",
              description = "such as 2027-01-01T00:00:00Z; never if not said")
          @Nullable String expiresAt) {
    var body = new LinkedHashMap<String, Object>();
    body.put("name", name);
    body.put("tenant", tenant);
    body.put("scope", scope);
    if (user != null) {
      body.put("user_id", user);
    }
    if (expiresAt != null) {
      body.put("expires_at", expiresAt);
    }
    return print(Administration.ofRunning().post(PATH, body));
  }

  @Command(name = "list", description = "Lists the keys.", mixinStandardHelpOptions = true)
  int list() {
    for (JsonNode key : Administration.ofRunning().all(PATH)) {
      out()
          .printf(
              "%s  %-20s %-16s %-6s %s…  %s%n",
              key.path("id").asString(),
              key.path("name").asString(),
              key.path("tenant").asString(),
              key.path("scope").asString(),
              key.path("prefix").asString(),
              key.path("revoked_at").isString() ? "revoked" : "in force");
    }
    return 0;
  }

  @Command(
      name = "rotate",
      description = "Puts a new key in the place of one, and prints it; the old one ends at once.",
      mixinStandardHelpOptions = true)
  int rotate(@Parameters(paramLabel = "KEY", description = "id or name") String key) {
    var administration = Administration.ofRunning();
    return print(administration.post(PATH + id(administration, key) + "/rotate/", Map.of()));
  }

  @Command(
      name = "revoke",
      description = "Ends a key, on every service.",
      mixinStandardHelpOptions = true)
  int revoke(@Parameters(paramLabel = "KEY", description = "id or name") String key) {
    var administration = Administration.ofRunning();
    administration.delete(PATH + id(administration, key) + "/");
    out().println(key + " is revoked.");
    return 0;
  }

  private int print(JsonNode created) {
    out().println("id       " + created.path("id").asString());
    out().println("api_key  " + created.path("api_key").asString());
    return 0;
  }

  private static String id(Administration administration, String word) {
    return administration
        .find(
            PATH,
            "key",
            word,
            key ->
                key.path("id").asString().equals(word)
                    || (key.path("name").asString().equals(word)
                        && !key.path("revoked_at").isString()))
        .path("id")
        .asString();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
