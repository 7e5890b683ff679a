package io.farmsync.standalone;

import io.farmsync.embedded.EmbeddedStartException;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** Entry point of {@code ./farm}. */
@Command(
    name = "farm",
    description =
        "Runs Farm Sync on this machine: broker, database and all services in one process.",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      NdviCommand.class,
      StatusCommand.class,
      TokenCommand.class,
      ReplayCommand.class,
      RebuildCommand.class,
      ChaosCommand.class,
      DrillCommand.class,
      ClientCommand.class,
      KeyCommand.class,
      SigningKeyCommand.class,
      DeadLetterCommand.class
    },
    mixinStandardHelpOptions = true,
    version = "Farm Sync 0.1.0",
    synopsisSubcommandLabel = "COMMAND")
final class Farm {

  private Farm() {}

  public static void main(String[] arguments) {
    System.setProperty(
        "farm.log.file", FarmHome.ofEnvironment().folder().resolve("farm.log").toString());
    System.setProperty(
        "org.springframework.boot.logging.LoggingSystem", "none"); // logback.xml is all
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install(); // Tomcat's log too
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    IExecutionExceptionHandler plainWords =
        (failure, command, _) -> {
          command.getErr().println(command.getColorScheme().errorText(message(failure)));
          return command.getCommandSpec().exitCodeOnExecutionException();
        };
    return new CommandLine(new Farm())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(plainWords);
  }

  /**
   * What the operator can act on: the first cause that was written for people, else the innermost
   * one.
   */
  private static String message(Throwable failure) {
    Throwable innermost = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FarmException || cause instanceof EmbeddedStartException) {
        return String.valueOf(cause.getMessage());
      }
      innermost = cause;
    }
    return "Farm Sync stopped: " + innermost;
  }
}
