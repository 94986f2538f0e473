package io.github.blemore.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.blemore.internal.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Where the files of one repository are kept: in the layout that Hugging Face's tools share, {@code
 * models--org--name/snapshots/COMMIT/}, as plain files in place of links into {@code blobs} (as
 * those tools do where there are no links). Beside it, {@code blemore/COMMIT/} holds parts and
 * which downloads are complete.
 *
 * @see <a
 *     href="https://huggingface.co/docs/hub/local-cache">huggingface.co/docs/hub/local-cache</a>
 */
final class HubCache {

  /** The note of a whole checkpoint. */
  static final String WHOLE = "whole";

  private static final String NOTED = "\\d{1,18} [\\w .+=@,()/-]+";

  private final Path root;

  /**
   * The place of a repository.
   *
   * @param hub the folder of all repositories
   */
  HubCache(Path hub, String repository) {
    this.root = hub.resolve("models--" + repository.replace("/", "--"));
  }

  /** The folder of a commit's files. */
  Path snapshot(String commit) {
    return root.resolve("snapshots").resolve(commit);
  }

  /** The folder of parts of a commit's files, made if need be. */
  Path parts(String commit) throws IOException {
    return Files.createDirectories(root.resolve("blemore").resolve(commit));
  }

  /** The note of one file: another for each file, and never that of a whole checkpoint. */
  static String noteOf(String file) {
    return "file-" + file.replace("-", "-.").replace("/", "--");
  }

  private Path completed(String commit, String note) {
    return root.resolve("blemore").resolve(commit).resolve(note + ".done");
  }

  /**
   * Whether a download was completed, and all its files are still there with their sizes; not if
   * its note is empty or damaged.
   *
   * @param note {@link #WHOLE} or {@link #noteOf}
   */
  boolean isComplete(String commit, String note) throws IOException {
    Path list = completed(commit, note);
    if (!Files.isRegularFile(list)) {
      return false;
    }
    List<String> lines = new String(Files.readAllBytes(list), UTF_8).lines().toList();
    for (String line : lines) {
      if (!line.matches(NOTED) || !isThere(commit, line)) {
        return false;
      }
    }
    return !lines.isEmpty();
  }

  private boolean isThere(String commit, String line) throws IOException {
    String[] sizeAndName = line.split(" ", 2);
    Path file = snapshot(commit).resolve(sizeAndName[1]);
    return Files.isRegularFile(file) && Files.size(file) == Long.parseLong(sizeAndName[0]);
  }

  /** Notes that all files of a download are there. */
  void complete(String commit, String note, List<String> files) throws IOException {
    StringBuilder list = new StringBuilder();
    for (String file : files) {
      list.append(Files.size(snapshot(commit).resolve(file))).append(' ').append(file).append('\n');
    }
    AtomicFile.write(completed(commit, note), out -> out.write(list.toString().getBytes(UTF_8)));
  }

  /** Puts a checked file into its place. */
  Path add(String commit, String name, Path checked) throws IOException {
    Path file = snapshot(commit).resolve(name);
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return Files.move(checked, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Notes to which commit a branch or tag pointed, as Hugging Face's tools do. */
  void refer(String revision, String commit) throws IOException {
    Path ref = root.resolve("refs").resolve(revision);
    Path folder = ref.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    AtomicFile.write(ref, out -> out.write(commit.getBytes(UTF_8)));
  }
}
