package io.farmsync.standalone;

import io.farmsync.sync.relay.Replay;
import io.farmsync.sync.relay.ReplayConfiguration;
import io.farmsync.sync.relay.ReplaySelection;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description = {
      "Publishes farm events again from the event store into a topic of its own, with the keys, headers and bytes of the",
      "live one. Interrupted, run it again: nothing comes twice, and what has happened since is added. Refuses the",
      "platform's own topics. Works on the running platform, or on the stores that KAFKA_BOOTSTRAP_SERVERS and",
      "FARM_SYNC_DATABASE_URL, _USER, _PASSWORD name."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  private static final long LINE_EVERY = 10_000;

  @Option(names = "--topic", required = true, description = "created if it is not there")
  private String topic = "";

  @Option(names = "--tenant", description = "only this tenant's farms")
  private @Nullable String tenant;

  @Option(names = "--farm", description = "only the farm with this external_farm_id")
  private @Nullable UUID farm;

  @Option(names = "--from-version", description = "of each farm, inclusive")
  private @Nullable Long fromVersion;

  @Option(names = "--to-version", description = "of each farm, inclusive")
  private @Nullable Long toVersion;

  @Option(names = "--since", description = "when it happened, such as 2026-05-01T00:00:00Z")
  private @Nullable Instant since;

  @Option(names = "--until", description = "when it happened, exclusive")
  private @Nullable Instant until;

  @Option(names = "--from-position", description = "in the event store, inclusive")
  private @Nullable Long fromPosition;

  @Option(names = "--to-position", description = "in the event store, inclusive")
  private @Nullable Long toPosition;

  @Option(
      names = "--replication",
      description = "of the topic, if it is made; ${DEFAULT-VALUE}",
      defaultValue = "${KAFKA_REPLICATION:-1}")
  private short replication;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var stores = Stores.of(System.getenv(), FarmHome.ofEnvironment());
    var selection =
        new ReplaySelection(
            tenant, farm, fromVersion, toVersion, since, until, fromPosition, toPosition);
    out.printf("Replaying %s into %s%n", selection.text(), topic);
    out.flush();
    try (var context = new AnnotationConfigApplicationContext()) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("replay", settings(stores)));
      context.register(ReplayConfiguration.class);
      context.refresh();
      try (var target = context.getBean(Replay.Target.Factory.class).open(topic, selection)) {
        var source = context.getBean(Replay.Source.class);
        var outcome = Replay.run(source, selection, target, progress(out));
        out.printf(
            "%,d events published; %,d were there already%n",
            outcome.published(), outcome.present());
        return 0;
      }
    } catch (IllegalArgumentException refused) {
      throw new FarmException(String.valueOf(refused.getMessage()), refused);
    }
  }

  private Map<String, Object> settings(Stores stores) {
    return Map.of(
        "farm.kafka.bootstrap-servers", stores.kafka(),
        "farm.kafka.replication", replication,
        "farm-sync.database.url", stores.databaseUrl(),
        "farm-sync.database.username", stores.username(),
        "farm-sync.database.password", stores.password());
  }

  private static Consumer<Replay.Outcome> progress(PrintWriter out) {
    return outcome -> {
      if (outcome.published() > 0 && outcome.published() % LINE_EVERY == 0) {
        out.printf("%,12d events published%n", outcome.published());
        out.flush();
      }
    };
  }
}
