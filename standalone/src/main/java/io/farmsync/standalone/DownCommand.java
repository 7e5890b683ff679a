package io.farmsync.standalone;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "down",
    description = "Stops the platform that runs on this folder.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

  private static final int LIMIT_SECONDS = 60;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var home = FarmHome.ofEnvironment();
    var process = home.runningProcess();
    if (process.isEmpty()) {
      out.println("Nothing runs on " + home.folder() + ".");
      return 0;
    }
    process.get().destroy();
    try {
      process.get().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new FarmException(
          "Process "
              + process.get().pid()
              + " did not stop within "
              + LIMIT_SECONDS
              + " s; its log is in "
              + home.folder(),
          e);
    }
    out.println("Stopped.");
    return 0;
  }
}
