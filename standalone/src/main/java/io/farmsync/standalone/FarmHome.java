package io.farmsync.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The folder {@code .farm}, or what {@code FARM_HOME} names: data of one installation, and {@code
 * connection.json} by which clients find it. Files with secrets are readable by their owner only.
 */
record FarmHome(Path folder) {

  static FarmHome ofEnvironment() {
    String home = System.getenv("FARM_HOME");
    return new FarmHome(
        Path.of(home == null || home.isBlank() ? ".farm" : home).toAbsolutePath().normalize());
  }

  /** Data of {@code up}, kept over restarts. */
  Path data() {
    return folder.resolve("data");
  }

  /** Data of the demo, made anew each time. */
  Path demo() {
    return folder.resolve("demo");
  }

  /** Programs unpacked once, for both. */
  Path binaries() {
    return folder.resolve("binaries");
  }

  Path connectionFile() {
    return folder.resolve("connection.json");
  }

  /** How commands find broker and event store. */
  Path storesFile() {
    return folder.resolve("stores.json");
  }

  /** The running process, if there is one. */
  Optional<ProcessHandle> runningProcess() {
    try {
      long pid = Long.parseLong(Files.readString(pidFile()).strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Marks the folder as this process's own.
   *
   * @throws FarmException if another process runs on it
   */
  void claim() {
    runningProcess()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .ifPresent(process -> {
          throw new FarmException(
              "Farm Sync already runs on "
                  + folder
                  + " as process "
                  + process.pid()
                  + ". Stop it with ./farm down, or set FARM_HOME to another folder.");
        });
    writePrivately(pidFile(), Long.toString(ProcessHandle.current().pid()));
  }

  /** Takes the mark away. */
  void release() {
    try {
      Files.deleteIfExists(pidFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file whole or not at all, with mode 600. */
  static void writePrivately(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      var attributes =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Path temporary = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(temporary);
      Files.createFile(temporary, attributes);
      Files.writeString(temporary, text, StandardOpenOption.WRITE);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private Path pidFile() {
    return folder.resolve("farm.pid");
  }
}
