package io.github.blemore.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file under another name beside it and then moves it into place: a reader sees the old
 * content or the new one, and work that stops in the middle leaves the old one. The new content is
 * on the disk before it moves, so that this holds even if the machine loses its power.
 *
 * <p>Safe to use from several threads; of two that write the same file, the last to end wins.
 */
public final class AtomicFile {

  /** Writes the content. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes it.
     *
     * @param out buffered; closed by the caller
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file, replacing one that is there.
   *
   * @param file in a folder that exists
   * @param content what to write; whatever it throws leaves the file as it was
   * @throws IOException if the folder does not exist or cannot be written to, if the file is a
   *     folder, or if the content cannot be written; the message names the file and what to do
   */
  public static void write(Path file, Content content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new IOException("cannot write %s: it is a folder, must be a file".formatted(file));
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "cannot write %s: %s is no folder; create it first".formatted(file, folder));
    }
    Path part = folder.resolve(UUID.randomUUID() + ".part");
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(
                  part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
        content.writeTo(out);
      }
      force(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      throw new IOException("cannot write %s: %s".formatted(file, reason(e, folder)), e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Waits until the file's content is on the disk, even on a thread that is interrupted. */
  private static void force(Path file) throws IOException {
    boolean interrupted = false;
    boolean done = false;
    try {
      while (!done) {
        interrupted |= Thread.interrupted();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
          done = true;
        } catch (ClosedByInterruptException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String reason(FileSystemException e, Path folder) {
    if (e instanceof AccessDeniedException) {
      return "folder %s cannot be written to; choose another or change its permissions"
          .formatted(folder);
    }
    return e.getReason() == null ? e.toString() : e.getReason();
  }
}
