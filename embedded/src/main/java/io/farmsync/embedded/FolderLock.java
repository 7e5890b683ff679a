package io.farmsync.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One owner per data folder. The operating system drops the lock when its process ends, however it
 * ends, so a lock file left behind never blocks a restart.
 */
final class FolderLock implements AutoCloseable {
  private static final String FILE = "owner.lock";

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @param owner what the folder belongs to, as the operator knows it ("Kafka", "PostgreSQL")
   * @throws EmbeddedStartException if another process, or another part of this one, owns the folder
   */
  static FolderLock acquire(Path folder, String owner) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new EmbeddedStartException(
          "%s data folder %s is in use by %s: stop it or choose another folder"
              .formatted(owner, folder.toAbsolutePath(), holder(file)));
    }
    byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0);
    channel.write(java.nio.ByteBuffer.wrap(pid));
    return new FolderLock(file, channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldInThisProcess) {
      return null;
    }
  }

  private static String holder(Path file) throws IOException {
    String pid = Files.readString(file).strip();
    return pid.isEmpty() ? "another process" : "process " + pid;
  }

  /** The user this process runs as: the file system says so on every Unix. */
  int ownUid() throws IOException {
    Path probe = Files.createTempFile(file.getParent(), ".uid-", "");
    try {
      return Unprivileged.uidOf(probe);
    } finally {
      Files.delete(probe);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
