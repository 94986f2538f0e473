package io.github.blemore.finetune.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a folder of files by another one. The new folder is filled under a name of its own
 * beside the target; when it is whole, the old one is renamed, the new one takes its place, and the
 * old one is deleted. Between the two renamings there is no folder of the target's name: a reader
 * that opens it just then is told so, and never sees files of both. Work that stops there leaves
 * both folders, the new one whole: {@link #recover} puts it in its place.
 *
 * <p>A link that is replaced would have no such gap, but not every system has links, and a user
 * would find something else than a plain folder.
 *
 * <p>For one writer at a time.
 */
final class FolderSwap {

  private static final Logger LOG = LoggerFactory.getLogger(FolderSwap.class);

  private final Path target;
  private final Path filled;
  private final Path replaced;

  private FolderSwap(Path target, Path name) {
    this.target = target;
    this.filled = target.resolveSibling(".%s.blemore-new".formatted(name));
    this.replaced = target.resolveSibling(".%s.blemore-old".formatted(name));
  }

  /**
   * The swap of a folder.
   *
   * @throws IllegalArgumentException if the path has no name, as a root has none
   */
  static FolderSwap of(Path target) {
    Path whole = target.toAbsolutePath().normalize();
    Path name = whole.getFileName();
    if (name == null) {
      throw new IllegalArgumentException("folder %s has no name: name another".formatted(target));
    }
    return new FolderSwap(whole, name);
  }

  /**
   * Ends what a writer that was stopped had begun: a whole new folder takes its place, half of one
   * is deleted.
   */
  void recover() throws IOException {
    boolean isThere = Files.exists(target);
    if (!isThere && Files.exists(replaced)) {
      rename(Files.exists(filled) ? filled : replaced, target);
    }
    delete(filled);
    delete(replaced);
  }

  /** A new, empty folder to fill; {@link #recover} comes before. */
  Path begin() throws IOException {
    Files.createDirectories(filled);
    return filled;
  }

  /**
   * Puts the filled folder in the target's place; if it cannot, the old one stays there. An old one
   * that cannot be deleted is left to the next {@link #recover}.
   */
  void end() throws IOException {
    boolean isThere = Files.exists(target);
    if (isThere) {
      rename(target, replaced);
    }
    try {
      rename(filled, target);
    } catch (IOException e) {
      if (isThere) {
        rename(replaced, target);
      }
      throw e;
    }
    try {
      delete(replaced);
    } catch (IOException e) {
      LOG.warn(
          "{} is replaced, but its old files in {} cannot be deleted: {}", target, replaced, e);
    }
  }

  /** Takes back what was begun; if that fails too, the failure that led to it tells so. */
  void abandon(Throwable failure) {
    try {
      recover();
    } catch (IOException more) {
      failure.addSuppressed(more);
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** The names of the files in the target; none if it is not there. */
  List<String> names() throws IOException {
    if (!Files.isDirectory(target)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(target)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
