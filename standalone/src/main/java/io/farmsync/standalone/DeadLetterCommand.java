package io.farmsync.standalone;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "dlt",
    description = {
      "Dead letters of a running platform: records that could not be processed.",
      "Exit codes: 0 done, 1 refused or nothing runs, 2 wrong usage."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class DeadLetterCommand {

  private static final String PATH = "/api/v1/dead-letters/";

  @Spec private CommandSpec spec;

  /** Which letters are meant. */
  static final class Filter {
    @Option(names = "--topic", description = "where the record comes from, such as ndvi-requests")
    private @Nullable String topic;

    @Option(names = "--code", description = "the cause, such as timed_out")
    private @Nullable String code;

    @Option(names = "--stage", description = "who gave up, such as ndvi-worker")
    private @Nullable String stage;

    @Option(names = "--farm", paramLabel = "ID", description = "external farm id")
    private @Nullable String farm;

    @Option(
        names = "--from",
        paramLabel = "TIME",
        description = "put aside since then, such as 2026-05-01T10:00:00Z")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "put aside before then")
    private @Nullable String to;

    Map<String, Object> members() {
      var members = new LinkedHashMap<String, Object>();
      put(members, "topic", topic);
      put(members, "code", code);
      put(members, "stage", stage);
      put(members, "farm", farm);
      put(members, "from", from);
      put(members, "to", to);
      return members;
    }
  }

  /** How an order is given. */
  static final class Order {
    @Parameters(
        paramLabel = "LETTER",
        arity = "0..*",
        description = "ids, as the list shows them; else the filter says which")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "every open letter, where no filter says otherwise")
    private boolean all;

    @Option(names = "--dry-run", description = "only tell what would be done")
    private boolean dryRun;

    @Option(names = "--limit", description = "the most letters at once, up to 10000")
    private int limit = 1000;

    @Option(names = "--note", description = "why; kept with the decision")
    private @Nullable String note;
  }

  @Command(
      name = "list",
      description = "Lists open letters, by topic and oldest first.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin Filter filter,
      @Option(names = "--decided", description = "also those that were redriven or dropped")
          boolean decided,
      @Option(names = "--limit", defaultValue = "100", description = "the most lines (100)")
          int limit) {
    var query = filter.members();
    query.put("decided", decided);
    query.put("page_size", Math.clamp(limit, 1, 100));
    var administration = Administration.ofRunning();
    int shown = 0;
    JsonNode page = administration.get(PATH + "?" + encoded(query));
    out().println(page.path("count").asLong() + " letters");
    while (true) {
      for (JsonNode letter : page.path("results")) {
        if (shown++ == limit) {
          return 0;
        }
        out().println(line(letter));
      }
      if (!page.path("next").isString()) {
        return 0;
      }
      page = administration.get(page.path("next").stringValue());
    }
  }

  @Command(
      name = "show",
      description = "Shows a letter with its record.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "LETTER", description = "id, as the list shows it") String id) {
    JsonNode whole = Administration.ofRunning().get(PATH + id);
    out().println(whole.toPrettyString());
    return 0;
  }

  @Command(
      name = "redrive",
      description = {
        "Writes records to their topics again, each once. What broke off goes on when it is called again.",
        "A record that came back three times is refused unless forced, and so is one of a compacted topic."
      },
      mixinStandardHelpOptions = true)
  int redrive(
      @Mixin Filter filter,
      @Mixin Order order,
      @Option(names = "--force", description = "also what the rules refuse") boolean force) {
    return decide("redrive", filter, order, force);
  }

  @Command(
      name = "drop",
      description = "Closes letters; their records stay where they are until they expire.",
      mixinStandardHelpOptions = true)
  int drop(@Mixin Filter filter, @Mixin Order order) {
    return decide("drop", filter, order, false);
  }

  private int decide(String verb, Filter filter, Order order, boolean force) {
    var body = filter.members();
    if (!order.ids.isEmpty()) {
      body.put("ids", order.ids);
    }
    body.put("all", order.all);
    body.put("dry_run", order.dryRun);
    body.put("force", force);
    body.put("limit", order.limit);
    put(body, "note", order.note);
    put(body, "operator", System.getProperty("user.name"));
    JsonNode outcome = Administration.ofRunning().post(PATH + verb, body);
    outcome.path("letters").forEach(id -> out().println("  " + id.asString()));
    for (JsonNode refused : outcome.path("refused")) {
      out()
          .printf(
              "  %s refused: %s%n",
              refused.path("id").asString(), refused.path("reason").asString());
    }
    out()
        .printf(
            "%s%d letters, %d refused%s%n",
            order.dryRun ? "would " + verb + " " : verb + ": ",
            outcome.path("decided").asInt(),
            outcome.path("refused").size(),
            outcome.path("more").asBoolean() ? "; there are more, call it again" : "");
    return outcome.path("refused").isEmpty() ? 0 : 1;
  }

  private static String line(JsonNode letter) {
    JsonNode decision = letter.path("decision");
    return "%-28s %s  %-24s %-22s redriven %d  %s%s"
        .formatted(
            letter.path("id").asString(),
            letter.path("at").asString(),
            letter.path("stage").asString(),
            letter.path("code").asString(),
            letter.path("redriven").asInt(),
            letter.path("key").asString("-"),
            decision.isObject()
                ? "  "
                    + decision.path("decision").asString()
                    + " by "
                    + decision.path("operator").asString(decision.path("by").asString())
                : "");
  }

  private static String encoded(Map<String, Object> query) {
    return query.entrySet().stream()
        .map(member ->
            member.getKey()
                + "="
                + URLEncoder.encode(member.getValue().toString(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static void put(Map<String, Object> members, String name, @Nullable String value) {
    if (value != null) {
      members.put(name, value);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
