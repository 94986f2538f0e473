package io.github.blemore.simulation;

import io.github.blemore.challenge.ClipName;
import io.github.blemore.internal.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a corpus is: its clips are in the folder as soon as they are complete, {@code
 * train_metadata.csv} when all are. Safe to share between threads.
 */
final class CorpusFolder {

  static final String METADATA = "train_metadata.csv";
  static final String CONTACT_SHEET = "contact_sheet.png";

  private static final String README = "README.txt";
  private static final int NAMES_SHOWN = 3;

  /** What {@link AtomicFile} leaves behind if the process is killed. */
  private static final Pattern LEFT_BEHIND = Pattern.compile("[0-9a-f-]{36}\\.part");

  private final Path folder;

  private CorpusFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * A new or empty folder, or one in which the making of the same corpus was stopped.
   *
   * @throws IOException if it holds something else or cannot be written to; says what to do
   */
  static CorpusFolder open(Path path, CorpusRecipe recipe) throws IOException {
    CorpusFolder folder = new CorpusFolder(path);
    folder.create();
    if (Files.exists(path.resolve(CorpusRecipe.FILE))) {
      folder.requireSame(recipe);
      folder.removeLeftovers();
    } else {
      folder.requireEmpty();
      recipe.write(path);
    }
    AtomicFile.write(
        path.resolve(README),
        out ->
            out.write(
                (recipe.notice() + "\n\n" + recipe.describe() + "\n")
                    .getBytes(StandardCharsets.UTF_8)));
    return folder;
  }

  private void create() throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException(
          "cannot create folder %s: %s; name one that can be written to".formatted(folder, e), e);
    }
  }

  private void removeLeftovers() throws IOException {
    for (Path part : list(name -> LEFT_BEHIND.matcher(name).matches())) {
      Files.deleteIfExists(part);
    }
  }

  private void requireEmpty() throws IOException {
    List<Path> others = list(name -> !LEFT_BEHIND.matcher(name).matches());
    if (!others.isEmpty()) {
      throw new IOException(
          "folder %s holds other files (%s%s): name a new or empty folder"
              .formatted(
                  folder,
                  String.join(
                      ", ",
                      others.stream()
                          .limit(NAMES_SHOWN)
                          .map(other -> String.valueOf(other.getFileName()))
                          .toList()),
                  others.size() > NAMES_SHOWN ? ", ..." : ""));
    }
  }

  private void requireSame(CorpusRecipe recipe) throws IOException {
    CorpusRecipe found = CorpusRecipe.read(folder);
    if (!found.equals(recipe)) {
      throw new IOException(
          "folder %s holds another simulated corpus (%s; wanted: %s): name another folder, or delete it"
              .formatted(folder, found.describe(), recipe.describe()));
    }
  }

  private List<Path> list(Predicate<String> names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> names.test(String.valueOf(file.getFileName()))).sorted().toList();
    }
  }

  Path path() {
    return folder;
  }

  /** Whether the clip is there, complete. */
  boolean has(ClipName name) {
    return Files.isRegularFile(clip(name));
  }

  Path clip(ClipName name) {
    return folder.resolve(name + ".mov");
  }

  /**
   * Saves a clip.
   *
   * @throws IOException if it cannot; says which
   */
  void write(ClipName name, byte[] movie) throws IOException {
    try {
      AtomicFile.write(clip(name), out -> out.write(movie));
    } catch (IOException e) {
      throw new IOException(
          "cannot save clip %s (%s): the clips before it are there, start again to go on"
              .formatted(clip(name), e.getMessage()),
          e);
    }
  }
}
