package io.farmsync.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How to run PostgreSQL's programs here: they refuse to run as root, and on Linux they shall end
 * with this JVM, even when it is killed.
 *
 * @param prefix what stands before the program on the command line
 * @param uid who owns the data folder
 */
record Unprivileged(List<String> prefix, int uid) {
  private static final int NOBODY = 65534;

  /** Fast shutdown when the parent dies; a session of its own keeps Ctrl-C for the JVM. */
  private static final List<String> END_WITH_PARENT =
      List.of("setpriv", "--pdeathsig", "INT", "--");

  /**
   * @param uid of this process
   * @throws EmbeddedStartException if this is root and there is no way to run as somebody else
   */
  static Unprivileged detect(int uid) throws IOException, InterruptedException {
    for (Unprivileged candidate : uid == 0 ? forRoot() : forUser(uid)) {
      if (candidate.works()) {
        return candidate;
      }
    }
    throw new EmbeddedStartException(
        "PostgreSQL refuses to run as root, and neither unshare -U nor setpriv works here:"
            + " run as an ordinary user");
  }

  private static List<Unprivileged> forRoot() {
    return List.of(
        // Root of the machine, nobody in its own user namespace: files stay root's.
        new Unprivileged(concat(List.of("setsid", "unshare", "-U"), END_WITH_PARENT), 0),
        new Unprivileged(
            List.of(
                "setsid",
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--pdeathsig",
                "INT",
                "--"),
            NOBODY));
  }

  private static List<Unprivileged> forUser(int uid) {
    return List.of(
        new Unprivileged(concat(List.of("setsid"), END_WITH_PARENT), uid),
        // macOS has neither: a PostgreSQL left by a killed JVM is reported at the next start.
        new Unprivileged(List.of(), uid));
  }

  private boolean works() throws IOException, InterruptedException {
    try {
      Process probe = new ProcessBuilder(command(List.of("true"))).start();
      if (!probe.waitFor(5, TimeUnit.SECONDS)) {
        probe.destroyForcibly();
        return false;
      }
      return probe.exitValue() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  List<String> command(List<String> program) {
    return concat(prefix, program);
  }

  /** Gives the folder and what is in it to whoever PostgreSQL will run as. */
  void own(Path folder) throws IOException {
    if (uidOf(folder) == uid) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) tree::iterator) {
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  static int uidOf(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static List<String> concat(List<String> first, List<String> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}
