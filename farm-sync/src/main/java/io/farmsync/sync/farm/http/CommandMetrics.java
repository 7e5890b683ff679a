package io.farmsync.sync.farm.http;

import io.farmsync.sync.farm.FarmHistory.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * What became of commands: {@code farm_sync_commands_total} by command and outcome. A command that
 * could not be read is not counted here but among the answers with status 400.
 */
final class CommandMetrics {

  private final MeterRegistry meters;

  CommandMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void count(String command, Outcome outcome) {
    String result =
        switch (outcome) {
          case Outcome.Applied(_, int events) -> events == 0 ? "unchanged" : "applied";
          case Outcome.Repeated _ -> "repeated";
          case Outcome.Refused(var reason) -> reason.name().toLowerCase(Locale.ROOT);
        };
    meters.counter("farm_sync_commands", "command", command, "outcome", result).increment();
  }
}
