package io.farmsync.standalone;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "signing-key",
    description = "The keys that sign tokens on a running platform; they take turns by themselves.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class SigningKeyCommand {

  private static final String PATH = "/api/v1/signing-keys/";

  @Spec private CommandSpec spec;

  @Command(name = "list", description = "Lists the keys.", mixinStandardHelpOptions = true)
  int list() {
    Administration.ofRunning().get(PATH).forEach(this::print);
    return 0;
  }

  @Command(
      name = "rotate",
      description = "Makes the next key ahead of its time; no token is refused for it.",
      mixinStandardHelpOptions = true)
  int rotate() {
    print(Administration.ofRunning().post(PATH + "rotate/", Map.of()));
    return 0;
  }

  @Command(
      name = "revoke",
      description = {
        "Ends a stolen key: every token it signed is refused from now on, on every service.",
        "If it signed this command's own token too, restart the platform to have a new one."
      },
      mixinStandardHelpOptions = true)
  int revoke(@Parameters(paramLabel = "KEY") String key) {
    print(Administration.ofRunning().delete(PATH + key + "/"));
    return 0;
  }

  private void print(JsonNode key) {
    spec.commandLine()
        .getOut()
        .printf(
            "%s  signs from %s  %s%n",
            key.path("key_id").asString(),
            key.path("signs_from").asString(),
            key.path("active").asBoolean() ? "published" : "retired");
  }
}
